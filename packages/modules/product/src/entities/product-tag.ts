import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'

const ProductTagSchema = defineEntity({
  name: 'ProductTag',
  schema: 'stoa_product',
  properties: {
    id: id('ptag'),
    value: p.text(),
    external_id: p.text().nullable(),
    metadata: metadata(),
    products: () => p.manyToMany(Product).mappedBy('tags'),
    ...timestamps,
  },
  uniques: [{ properties: ['value'], where: 'deleted_at is null' }],
})

/** A word to find products by. */
export class ProductTag extends ProductTagSchema.class {}
ProductTagSchema.setClass(ProductTag)
