import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Cart } from './cart.ts'
import { CartLineItemAdjustment } from './cart-line-item-adjustment.ts'
import { CartLineItemTaxLine } from './cart-line-item-tax-line.ts'

const CartLineItemSchema = defineEntity({
  name: 'CartLineItem',
  schema: 'stoa_cart',
  properties: {
    id: id('cali'),
    title: p.text(),
    subtitle: p.text().nullable(),
    thumbnail: p.text().nullable(),
    quantity: p.integer(),
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
    is_discountable: p.boolean().default(true),
    is_giftcard: p.boolean().default(false),
    is_tax_inclusive: p.boolean().default(false),
    is_custom_price: p.boolean().default(false),
    compare_at_unit_price: bigNumber().nullable(),
    unit_price: bigNumber(),
    metadata: metadata(),
    adjustments: () =>
      p.oneToMany(CartLineItemAdjustment).mappedBy('item').cascade(Cascade.PERSIST, Cascade.REMOVE),
    tax_lines: () =>
      p.oneToMany(CartLineItemTaxLine).mappedBy('item').cascade(Cascade.PERSIST, Cascade.REMOVE),
    cart: () => p.manyToOne(Cart).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['cart'] }],
})

/** So many of one variant in a cart, with the price and the words they had when they were added. */
export class CartLineItem extends CartLineItemSchema.class {}
CartLineItemSchema.setClass(CartLineItem)
