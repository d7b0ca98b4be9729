import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Cart } from './cart.ts'

const CartCreditLineSchema = defineEntity({
  name: 'CartCreditLine',
  schema: 'stoa_cart',
  properties: {
    id: id('cacl'),
    cart: () => p.manyToOne(Cart),
    reference: p.text().nullable(),
    reference_id: p.text().nullable(),
    amount: bigNumber(),
    metadata: metadata(),
    ...timestamps,
  },
  indexes: [{ properties: ['cart'] }],
})

/** Something that is taken off what a cart costs. */
export class CartCreditLine extends CartCreditLineSchema.class {}
CartCreditLineSchema.setClass(CartCreditLine)
