import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderLineItemAdjustment } from './order-line-item-adjustment.ts'
import { OrderLineItemTaxLine } from './order-line-item-tax-line.ts'

const OrderLineItemSchema = defineEntity({
  name: 'OrderLineItem',
  schema: 'stoa_order',
  properties: {
    id: id('ordli'),
    title: p.text(),
    subtitle: p.text().nullable(),
    thumbnail: p.text().nullable(),
    variant_id: p.text().nullable(),
    product_id: p.text().nullable(),
    product_title: p.text().nullable(),
    product_description: p.text().nullable(),
    product_subtitle: p.text().nullable(),
    product_type: p.text().nullable(),
    product_type_id: p.text().nullable(),
    product_collection: p.text().nullable(),
    product_handle: p.text().nullable(),
    variant_sku: p.text().nullable(),
    variant_barcode: p.text().nullable(),
    variant_title: p.text().nullable(),
    variant_option_values: p.json<Record<string, unknown>>().nullable(),
    requires_shipping: p.boolean().default(true),
    is_giftcard: p.boolean().default(false),
    is_discountable: p.boolean().default(true),
    is_tax_inclusive: p.boolean().default(false),
    compare_at_unit_price: bigNumber().nullable(),
    unit_price: bigNumber().nullable(),
    is_custom_price: p.boolean().default(false),
    metadata: metadata(),
    tax_lines: () =>
      p.oneToMany(OrderLineItemTaxLine).mappedBy('item').cascade(Cascade.PERSIST, Cascade.REMOVE),
    adjustments: () =>
      p.oneToMany(OrderLineItemAdjustment).mappedBy('item').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
})

/** So many of one variant in an order, in the words it was sold with. */
export class OrderLineItem extends OrderLineItemSchema.class {}
OrderLineItemSchema.setClass(OrderLineItem)
