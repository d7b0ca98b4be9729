import type { StoaServer } from '@stoa/http'
import { fieldRules, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { allTotals } from '../all-totals.ts'
import { explainVersion, orderQuery, versionScope } from './order-query.ts'

const fields = fieldRules(
  `id version email customer_id summary ${allTotals}
    *items *items.detail *items.tax_lines *items.adjustments *shipping_methods *shipping_methods.detail
    *shipping_methods.tax_lines *shipping_methods.adjustments *credit_lines *transactions *order_change
    *order_change.actions`,
)

/**
 * An order as its open changes would make it. The changes there are, of its properties and of whose it is, take effect
 * elsewhere than in its lines and totals, so these are shown as they are, with the change that is open.
 */
export async function adminOrderPreview(app: StoaServer): Promise<void> {
  app.get(
    '/admin/orders/:id/preview',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: orderQuery } },
    (request, reply) => {
      const { id } = request.params
      const reading = { entity: 'order', key: 'order', id, fields, ...versionScope(request) }
      return explainVersion(request, sendOne(request, reply, reading))
    },
  )
}
