import { fieldRules } from '@stoa/rest'
import { productsBehind } from './product-fields.ts'

/** What a store sees of a collection. */
export const collectionFields = fieldRules(
  'id title handle external_id created_at updated_at',
  `metadata deleted_at ${productsBehind}`,
)
