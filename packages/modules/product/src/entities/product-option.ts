import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ProductOptionValue } from './product-option-value.ts'
import { ProductProductOption } from './product-product-option.ts'

const ProductOptionSchema = defineEntity({
  name: 'ProductOption',
  schema: 'stoa_product',
  properties: {
    id: id('opt'),
    title: p.text(),
    is_exclusive: p.boolean().default(false),
    metadata: metadata(),
    product_options: () => p.oneToMany(ProductProductOption).mappedBy('product_option'),
    values: () =>
      p
        .oneToMany(ProductOptionValue)
        .mappedBy('option')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ rank: 'asc', id: 'asc' }),
    ...timestamps,
  },
  uniques: [{ properties: ['title'], where: 'deleted_at is null and is_exclusive = false' }],
})

/** A way in which variants differ, such as size. An exclusive option belongs to one product, another may be shared. */
export class ProductOption extends ProductOptionSchema.class {}
ProductOptionSchema.setClass(ProductOption)
