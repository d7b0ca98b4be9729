import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'

const ProductCategorySchema = defineEntity({
  name: 'ProductCategory',
  schema: 'stoa_product',
  properties: {
    id: id('pcat'),
    name: p.text(),
    description: p.text().default(''),
    handle: p.text(),
    mpath: p.text(),
    is_active: p.boolean().default(false),
    is_internal: p.boolean().default(false),
    rank: p.integer().default(0),
    external_id: p.text().nullable(),
    metadata: metadata(),
    parent_category: () => p.manyToOne(ProductCategory).nullable(),
    category_children: () =>
      p
        .oneToMany(ProductCategory)
        .mappedBy('parent_category')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ rank: 'asc', id: 'asc' }),
    products: () => p.manyToMany(Product).mappedBy('categories'),
    ...timestamps,
  },
  uniques: [{ properties: ['handle'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['parent_category', 'rank'], where: 'deleted_at is null' }],
})

/** A shelf of the shop. Its `mpath` is the ids from the root down to itself, joined by dots. */
export class ProductCategory extends ProductCategorySchema.class {}
ProductCategorySchema.setClass(ProductCategory)
