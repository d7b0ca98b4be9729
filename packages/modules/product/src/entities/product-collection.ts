import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'

const ProductCollectionSchema = defineEntity({
  name: 'ProductCollection',
  schema: 'stoa_product',
  properties: {
    id: id('pcol'),
    title: p.text(),
    handle: p.text(),
    external_id: p.text().nullable(),
    metadata: metadata(),
    products: () => p.oneToMany(Product).mappedBy('collection'),
    ...timestamps,
  },
  uniques: [{ properties: ['handle'], where: 'deleted_at is null' }],
})

/** Products that are shown together, such as a season's. */
export class ProductCollection extends ProductCollectionSchema.class {}
ProductCollectionSchema.setClass(ProductCollection)
