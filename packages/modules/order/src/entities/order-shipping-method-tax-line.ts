import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderShippingMethod } from './order-shipping-method.ts'

const OrderShippingMethodTaxLineSchema = defineEntity({
  name: 'OrderShippingMethodTaxLine',
  schema: 'stoa_order',
  properties: {
    id: id('ordsmtxl'),
    description: p.text().nullable(),
    tax_rate_id: p.text().nullable(),
    code: p.text(),
    rate: bigNumber(),
    provider_id: p.text().nullable(),
    metadata: metadata(),
    data: p.json<Record<string, unknown>>().nullable(),
    shipping_method: () => p.manyToOne(OrderShippingMethod).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['shipping_method'], where: 'deleted_at is null' }],
})

/** A tax on the shipping of an order. */
export class OrderShippingMethodTaxLine extends OrderShippingMethodTaxLineSchema.class {}
OrderShippingMethodTaxLineSchema.setClass(OrderShippingMethodTaxLine)
