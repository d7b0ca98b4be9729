import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ProductOption } from './product-option.ts'
import { ProductVariant } from './product-variant.ts'

const ProductOptionValueSchema = defineEntity({
  name: 'ProductOptionValue',
  schema: 'stoa_product',
  properties: {
    id: id('optval'),
    value: p.text(),
    rank: p.integer().nullable(),
    metadata: metadata(),
    option: () => p.manyToOne(ProductOption).deleteRule('cascade').nullable(),
    variants: () => p.manyToMany(ProductVariant).mappedBy('options'),
    ...timestamps,
  },
  uniques: [{ properties: ['option', 'value'], where: 'deleted_at is null' }],
})

/** One choice of an option, such as `M`. */
export class ProductOptionValue extends ProductOptionValueSchema.class {}
ProductOptionValueSchema.setClass(ProductOptionValue)
