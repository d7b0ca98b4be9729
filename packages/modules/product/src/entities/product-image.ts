import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'
import { ProductVariant } from './product-variant.ts'

const ProductImageSchema = defineEntity({
  name: 'ProductImage',
  tableName: 'image',
  schema: 'stoa_product',
  properties: {
    id: id('img'),
    url: p.text(),
    metadata: metadata(),
    rank: p.integer().default(0),
    product: () => p.manyToOne(Product).deleteRule('cascade'),
    variants: () => p.manyToMany(ProductVariant).mappedBy('images'),
    ...timestamps,
  },
  indexes: [{ properties: ['product', 'rank'], where: 'deleted_at is null' }],
})

/** A picture of a product, and of those of its variants it is assigned to. */
export class ProductImage extends ProductImageSchema.class {}
ProductImageSchema.setClass(ProductImage)
