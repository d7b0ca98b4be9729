import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Product } from './product.ts'
import { ProductOption } from './product-option.ts'
import { ProductOptionValue } from './product-option-value.ts'

const ProductProductOptionSchema = defineEntity({
  name: 'ProductProductOption',
  schema: 'stoa_product',
  properties: {
    id: id('prodopt'),
    product: () => p.manyToOne(Product).deleteRule('cascade'),
    product_option: () => p.manyToOne(ProductOption).deleteRule('cascade'),
    values: () =>
      p.manyToMany(ProductOptionValue).pivotTable('stoa_product.product_product_option_value').owner(),
    ...timestamps,
  },
  indexes: [
    { properties: ['product'], where: 'deleted_at is null' },
    { properties: ['product_option'], where: 'deleted_at is null' },
  ],
})

/** An option of a product, with those of the option's values that the product comes in. */
export class ProductProductOption extends ProductProductOptionSchema.class {}
ProductProductOptionSchema.setClass(ProductProductOption)
