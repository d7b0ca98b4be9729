import { fieldRules } from '@stoa/rest'
import { productsBehind } from './product-fields.ts'

/** What a store sees of a tag or a type. */
export const wordFields = fieldRules(
  `id value external_id created_at updated_at metadata *products products.collection.id products.type.id`,
  productsBehind,
)
