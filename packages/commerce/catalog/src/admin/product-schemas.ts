import { decimal, metadata, nullable } from '@stoa/http'
import { productStatuses } from '@stoa/product'
import { Type } from 'typebox'

const optional = Type.Optional

/** Of PostgreSQL's `integer`. */
const MAX_INTEGER = 2_147_483_647

const text = () => optional(nullable(Type.String()))
const measure = () => optional(nullable(Type.Number({ minimum: 0 })))
const reference = Type.Object({ id: Type.String() })

const measures = {
  weight: measure(),
  length: measure(),
  height: measure(),
  width: measure(),
  hs_code: text(),
  mid_code: text(),
  origin_country: text(),
  material: text(),
}

/** What a price is made of. */
export const newPrice = Type.Object({
  currency_code: Type.String({ minLength: 3, maxLength: 3 }),
  amount: decimal({ minimum: 0 }),
  min_quantity: optional(nullable(decimal({ minimum: 0 }))),
  max_quantity: optional(nullable(decimal({ minimum: 0 }))),
  rules: optional(Type.Record(Type.String(), Type.String())),
})

const changedPrice = Type.Object({ id: optional(Type.String()), ...Type.Partial(newPrice).properties })

/** A variant's own fields that need not be there. */
const variantFields = {
  sku: text(),
  ean: text(),
  upc: text(),
  barcode: text(),
  thumbnail: text(),
  allow_backorder: optional(Type.Boolean()),
  manage_inventory: optional(Type.Boolean()),
  variant_rank: optional(Type.Integer({ minimum: -MAX_INTEGER, maximum: MAX_INTEGER })),
  ...measures,
  metadata: optional(metadata()),
  options: optional(Type.Record(Type.String(), Type.String())),
}

/** The body that adds a variant to a product. */
export const newVariant = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    ...variantFields,
    prices: Type.Array(newPrice),
    inventory_items: optional(
      Type.Array(
        Type.Object({
          inventory_item_id: Type.String(),
          required_quantity: optional(Type.Integer({ minimum: 1, maximum: MAX_INTEGER })),
        }),
      ),
    ),
    additional_data: optional(metadata()),
  },
  { additionalProperties: false },
)

const changedVariantFields = {
  title: optional(Type.String({ minLength: 1 })),
  ...variantFields,
  prices: optional(Type.Array(changedPrice)),
}

/** The body that changes a variant. */
export const variantChange = Type.Object(
  { id: optional(Type.String()), ...changedVariantFields, additional_data: optional(metadata()) },
  { additionalProperties: false },
)

const option = Type.Object({
  title: Type.String({ minLength: 1 }),
  values: Type.Array(Type.String({ minLength: 1 })),
  is_exclusive: optional(Type.Boolean()),
  metadata: optional(metadata()),
})

const sharedOption = Type.Object({
  id: Type.String(),
  value_ids: optional(Type.Array(Type.String())),
})

/** A product's fields that need not be there. */
const productFields = {
  subtitle: text(),
  description: text(),
  is_giftcard: optional(Type.Boolean()),
  discountable: optional(Type.Boolean()),
  thumbnail: text(),
  handle: optional(Type.String()),
  external_id: text(),
  type_id: text(),
  collection_id: text(),
  categories: optional(Type.Array(reference)),
  tags: optional(Type.Array(reference)),
  sales_channels: optional(Type.Array(reference)),
  shipping_profile_id: text(),
  ...measures,
  metadata: optional(metadata()),
  additional_data: optional(metadata()),
}

const status = Type.Union(productStatuses.map((name) => Type.Literal(name)))

/** The body that creates a product. */
export const newProduct = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    status: optional(nullable(status)),
    ...productFields,
    images: optional(Type.Array(Type.Object({ url: Type.String() }))),
    options: optional(Type.Array(Type.Union([option, sharedOption]))),
    variants: optional(Type.Array(newVariant)),
  },
  { additionalProperties: false },
)

const changedOption = Type.Object({
  id: optional(Type.String()),
  title: optional(Type.String({ minLength: 1 })),
  values: optional(Type.Array(Type.String({ minLength: 1 }))),
  is_exclusive: optional(Type.Boolean()),
  metadata: optional(metadata()),
})

/** The body that changes a product. Each list replaces the one there is. */
export const productChange = Type.Object(
  {
    title: optional(Type.String({ minLength: 1 })),
    status: optional(status),
    ...productFields,
    images: optional(Type.Array(Type.Object({ id: optional(Type.String()), url: Type.String() }))),
    options: optional(Type.Array(changedOption)),
    option_ids: optional(Type.Array(Type.String())),
    variants: optional(
      Type.Array(
        Type.Object(
          { id: optional(Type.String()), ...changedVariantFields },
          { additionalProperties: false },
        ),
      ),
    ),
  },
  { additionalProperties: false },
)
