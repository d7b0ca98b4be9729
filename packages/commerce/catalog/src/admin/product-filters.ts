import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { variantFilters } from './variant-filters.ts'

/** What the admin finds products by. */
export const productFilters = {
  q: Type.String(),
  id: words(),
  title: words(),
  handle: words(),
  status: words(),
  is_giftcard: Type.Boolean(),
  external_id: words(),
  sales_channel_id: words(),
  collection_id: words(),
  type_id: words(),
  tag_id: words(),
  category_id: words(),
  option_id: words(),
  option_value_id: words(),
  price_list_id: words(),
  variants: Type.Partial(Type.Object(variantFilters), { additionalProperties: false }),
  ...moments(),
}
