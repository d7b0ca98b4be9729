import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'

const ProductTypeSchema = defineEntity({
  name: 'ProductType',
  schema: 'stoa_product',
  properties: {
    id: id('ptyp'),
    value: p.text(),
    external_id: p.text().nullable(),
    metadata: metadata(),
    products: () => p.oneToMany(Product).mappedBy('type'),
    ...timestamps,
  },
  uniques: [{ properties: ['value'], where: 'deleted_at is null' }],
})

/** What kind of thing a product is. */
export class ProductType extends ProductTypeSchema.class {}
ProductTypeSchema.setClass(ProductType)
