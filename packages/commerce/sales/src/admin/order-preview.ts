import type { StoaServer } from '@stoa/http'
import { fieldRules, selectedFields, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { allTotals } from '../all-totals.ts'
import { readPreview } from '../changes/read-preview.ts'
import { explainVersion, orderQuery, versionScope } from './order-query.ts'

const fields = fieldRules(
  `id version email customer_id summary ${allTotals}
    *items *items.detail *items.tax_lines *items.adjustments *shipping_methods *shipping_methods.detail
    *shipping_methods.tax_lines *shipping_methods.adjustments *credit_lines *transactions *order_change
    *order_change.actions`,
)

/** An order as its open change would make it, with what it would come to; an earlier version as it was. */
export async function adminOrderPreview(app: StoaServer): Promise<void> {
  app.get(
    '/admin/orders/:id/preview',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: orderQuery } },
    async (request, reply) => {
      const { id } = request.params
      if (request.query.version !== undefined) {
        const reading = { entity: 'order', key: 'order', id, fields, ...versionScope(request) }
        return explainVersion(request, sendOne(request, reply, reading))
      }
      const asked = selectedFields(request, { entity: 'order', fields })
      const preview = await readPreview(request.container, id, asked)
      const shown = new Set(['id', ...asked.map((path) => path.replace('*', '').split('.')[0])])
      return { order: Object.fromEntries(Object.entries(preview).filter(([name]) => shown.has(name))) }
    },
  )
}
