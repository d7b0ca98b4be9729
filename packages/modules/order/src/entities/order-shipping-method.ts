import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderShippingMethodAdjustment } from './order-shipping-method-adjustment.ts'
import { OrderShippingMethodTaxLine } from './order-shipping-method-tax-line.ts'

const OrderShippingMethodSchema = defineEntity({
  name: 'OrderShippingMethod',
  schema: 'stoa_order',
  properties: {
    id: id('ordsm'),
    name: p.text(),
    description: p.json<Record<string, unknown>>().nullable(),
    amount: bigNumber(),
    is_tax_inclusive: p.boolean().default(false),
    is_custom_amount: p.boolean().default(false),
    shipping_option_id: p.text().nullable(),
    data: p.json<Record<string, unknown>>().nullable(),
    metadata: metadata(),
    tax_lines: () =>
      p
        .oneToMany(OrderShippingMethodTaxLine)
        .mappedBy('shipping_method')
        .cascade(Cascade.PERSIST, Cascade.REMOVE),
    adjustments: () =>
      p
        .oneToMany(OrderShippingMethodAdjustment)
        .mappedBy('shipping_method')
        .cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
})

/** How an order is shipped, and what that costs. */
export class OrderShippingMethod extends OrderShippingMethodSchema.class {}
OrderShippingMethodSchema.setClass(OrderShippingMethod)
