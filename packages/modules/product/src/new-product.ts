/** A value of an option by name, as a product to be created lists it. */
export interface NewOption {
  title: string
  values: readonly string[]
  is_exclusive?: boolean
  metadata?: Record<string, unknown> | null
}

/** An option there is, which the product shares: with all of its values, or with those that are named by id. */
export interface NewSharedOption {
  id: string
  value_ids?: readonly string[]
}

/** A variant to be created. `options` names one value for each of the product's options. */
export interface NewVariant {
  id?: string
  title: string
  sku?: string | null
  barcode?: string | null
  ean?: string | null
  upc?: string | null
  allow_backorder?: boolean
  manage_inventory?: boolean
  hs_code?: string | null
  origin_country?: string | null
  mid_code?: string | null
  material?: string | null
  weight?: number | null
  length?: number | null
  height?: number | null
  width?: number | null
  metadata?: Record<string, unknown> | null
  variant_rank?: number
  thumbnail?: string | null
  options?: Readonly<Record<string, string>>
}

/** A product to be created with all that belongs to it. */
export interface NewProduct {
  id?: string
  title: string
  handle?: string
  subtitle?: string | null
  description?: string | null
  is_giftcard?: boolean
  status?: 'draft' | 'proposed' | 'published' | 'rejected'
  thumbnail?: string | null
  weight?: number | null
  length?: number | null
  height?: number | null
  width?: number | null
  origin_country?: string | null
  hs_code?: string | null
  mid_code?: string | null
  material?: string | null
  discountable?: boolean
  external_id?: string | null
  metadata?: Record<string, unknown> | null
  type_id?: string | null
  collection_id?: string | null
  images?: readonly { url: string; metadata?: Record<string, unknown> | null }[]
  /** Ids. */
  tags?: readonly string[]
  /** Ids. */
  categories?: readonly string[]
  options?: readonly (NewOption | NewSharedOption)[]
  variants?: readonly NewVariant[]
}
