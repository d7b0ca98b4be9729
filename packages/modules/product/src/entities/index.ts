import { Product } from './product.ts'
import { ProductCategory } from './product-category.ts'
import { ProductCollection } from './product-collection.ts'
import { ProductImage } from './product-image.ts'
import { ProductOption } from './product-option.ts'
import { ProductOptionValue } from './product-option-value.ts'
import { ProductProductOption } from './product-product-option.ts'
import { ProductTag } from './product-tag.ts'
import { ProductType } from './product-type.ts'
import { ProductVariant } from './product-variant.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Product,
  ProductCategory,
  ProductCollection,
  ProductImage,
  ProductOption,
  ProductOptionValue,
  ProductProductOption,
  ProductTag,
  ProductType,
  ProductVariant,
}
