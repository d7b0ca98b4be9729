import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { CartShippingMethod } from './cart-shipping-method.ts'

const CartShippingMethodTaxLineSchema = defineEntity({
  name: 'CartShippingMethodTaxLine',
  schema: 'stoa_cart',
  properties: {
    id: id('casmtxl'),
    description: p.text().nullable(),
    code: p.text(),
    rate: p.double(),
    provider_id: p.text().nullable(),
    tax_rate_id: p.text().nullable(),
    metadata: metadata(),
    data: p.json<Record<string, unknown>>().nullable(),
    shipping_method: () => p.manyToOne(CartShippingMethod).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['shipping_method'] }],
})

/** A tax on the shipping of a cart. */
export class CartShippingMethodTaxLine extends CartShippingMethodTaxLineSchema.class {}
CartShippingMethodTaxLineSchema.setClass(CartShippingMethodTaxLine)
