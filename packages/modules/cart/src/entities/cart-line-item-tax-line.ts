import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { CartLineItem } from './cart-line-item.ts'

const CartLineItemTaxLineSchema = defineEntity({
  name: 'CartLineItemTaxLine',
  schema: 'stoa_cart',
  properties: {
    id: id('calitxl'),
    description: p.text().nullable(),
    code: p.text(),
    rate: p.double(),
    provider_id: p.text().nullable(),
    metadata: metadata(),
    data: p.json<Record<string, unknown>>().nullable(),
    tax_rate_id: p.text().nullable(),
    item: () => p.manyToOne(CartLineItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['item'] }],
})

/** A tax on a line of a cart. */
export class CartLineItemTaxLine extends CartLineItemTaxLineSchema.class {}
CartLineItemTaxLineSchema.setClass(CartLineItemTaxLine)
