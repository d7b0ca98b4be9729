import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { CartLineItem } from './cart-line-item.ts'

const CartLineItemAdjustmentSchema = defineEntity({
  name: 'CartLineItemAdjustment',
  schema: 'stoa_cart',
  properties: {
    id: id('caliadj'),
    description: p.text().nullable(),
    code: p.text().nullable(),
    amount: bigNumber(),
    is_tax_inclusive: p.boolean().default(false),
    provider_id: p.text().nullable(),
    promotion_id: p.text().nullable(),
    metadata: metadata(),
    item: () => p.manyToOne(CartLineItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['item'] }],
})

/** A discount on a line of a cart. */
export class CartLineItemAdjustment extends CartLineItemAdjustmentSchema.class {}
CartLineItemAdjustmentSchema.setClass(CartLineItemAdjustment)
