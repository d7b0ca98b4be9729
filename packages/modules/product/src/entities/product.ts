import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ProductCategory } from './product-category.ts'
import { ProductCollection } from './product-collection.ts'
import { ProductImage } from './product-image.ts'
import { ProductProductOption } from './product-product-option.ts'
import { ProductTag } from './product-tag.ts'
import { ProductType } from './product-type.ts'
import { ProductVariant } from './product-variant.ts'

/** Where a product stands between an idea and the shelf. Stores show only what is `published`. */
export const productStatuses = ['draft', 'proposed', 'published', 'rejected'] as const

const ProductSchema = defineEntity({
  name: 'Product',
  schema: 'stoa_product',
  properties: {
    id: id('prod'),
    title: p.text(),
    handle: p.text(),
    subtitle: p.text().nullable(),
    description: p.text().nullable(),
    is_giftcard: p.boolean().default(false),
    status: p.enum(productStatuses).default('draft'),
    thumbnail: p.text().nullable(),
    weight: p.double().nullable(),
    length: p.double().nullable(),
    height: p.double().nullable(),
    width: p.double().nullable(),
    origin_country: p.text().nullable(),
    hs_code: p.text().nullable(),
    mid_code: p.text().nullable(),
    material: p.text().nullable(),
    discountable: p.boolean().default(true),
    external_id: p.text().nullable(),
    metadata: metadata(),
    type: () => p.manyToOne(ProductType).nullable(),
    collection: () => p.manyToOne(ProductCollection).nullable(),
    variants: () =>
      p
        .oneToMany(ProductVariant)
        .mappedBy('product')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ variant_rank: 'asc', id: 'asc' }),
    images: () =>
      p
        .oneToMany(ProductImage)
        .mappedBy('product')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ rank: 'asc', id: 'asc' }),
    product_options: () =>
      p.oneToMany(ProductProductOption).mappedBy('product').cascade(Cascade.PERSIST, Cascade.REMOVE),
    tags: () => p.manyToMany(ProductTag).pivotTable('stoa_product.product_tags').owner(),
    categories: () =>
      p.manyToMany(ProductCategory).pivotTable('stoa_product.product_category_product').owner(),
    search_document: p.text().hidden().nullable().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['handle'], where: 'deleted_at is null' }],
  indexes: [
    { properties: ['collection'], where: 'deleted_at is null' },
    { properties: ['type'], where: 'deleted_at is null' },
    { properties: ['status', 'created_at', 'id'], where: 'deleted_at is null' },
  ],
})

/** Something the shop sells, in one or more variants. */
export class Product extends ProductSchema.class {}
ProductSchema.setClass(Product)
