import type { NewProduct, NewVariant } from '@stoa/product'

/** A price of a variant to be created. `rules` say for whom it holds, such as `{ region_id: 'reg_…' }`. */
export interface NewPrice {
  currency_code: string
  amount: number
  min_quantity?: number | null
  max_quantity?: number | null
  rules?: Record<string, string>
}

/** A variant with its prices and, where it is made of stock that is there already, that stock. */
export interface NewCatalogVariant extends NewVariant {
  prices?: readonly NewPrice[]
  inventory_items?: readonly { inventory_item_id: string; required_quantity?: number }[]
}

/** A product with its prices, its place in the stock and the channels that sell it. */
export interface NewCatalogProduct extends Omit<NewProduct, 'variants'> {
  variants?: readonly NewCatalogVariant[]
  /** Ids. */
  sales_channels?: readonly string[]
  shipping_profile_id?: string | null
}
