import type { StoaServer } from '@stoa/http'
import { fieldRules, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { explainVersion, orderQuery, versionScope } from './order-query.ts'

const fields = fieldRules(
  `id version email customer_id summary total subtotal tax_total discount_total discount_subtotal discount_tax_total
    original_total original_subtotal original_tax_total item_total item_subtotal item_tax_total item_discount_total
    original_item_total original_item_subtotal original_item_tax_total shipping_total shipping_subtotal
    shipping_tax_total shipping_discount_total original_shipping_total original_shipping_subtotal
    original_shipping_tax_total credit_line_total credit_line_subtotal credit_line_tax_total fulfilled_total
    shipped_total return_requested_total return_received_total return_dismissed_total write_off_total *items
    *items.detail *items.tax_lines *items.adjustments *shipping_methods *shipping_methods.detail
    *shipping_methods.tax_lines *shipping_methods.adjustments *credit_lines *transactions`,
)

/**
 * An order as its open changes would make it. The changes there are, of its properties and of whose it is, take effect
 * elsewhere than in its lines and totals, so these are shown as they are.
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
