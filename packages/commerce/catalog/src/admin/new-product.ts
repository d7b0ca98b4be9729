import { decimal, metadata, nullable } from '@stoa/http'
import { productStatuses } from '@stoa/product'
import { Type } from 'typebox'

const optional = Type.Optional
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

const price = Type.Object({
  currency_code: Type.String({ minLength: 3, maxLength: 3 }),
  amount: decimal({ minimum: 0 }),
  min_quantity: optional(nullable(decimal({ minimum: 0 }))),
  max_quantity: optional(nullable(decimal({ minimum: 0 }))),
  rules: optional(Type.Record(Type.String(), Type.String())),
})

const variant = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    sku: text(),
    ean: text(),
    upc: text(),
    barcode: text(),
    thumbnail: text(),
    allow_backorder: optional(Type.Boolean()),
    manage_inventory: optional(Type.Boolean()),
    variant_rank: optional(Type.Integer()),
    ...measures,
    metadata: optional(metadata()),
    prices: Type.Array(price),
    options: optional(Type.Record(Type.String(), Type.String())),
    inventory_items: optional(
      Type.Array(
        Type.Object({
          inventory_item_id: Type.String(),
          required_quantity: optional(Type.Integer({ minimum: 1 })),
        }),
      ),
    ),
  },
  { additionalProperties: false },
)

const option = Type.Object({
  title: Type.String({ minLength: 1 }),
  values: Type.Array(Type.String({ minLength: 1 })),
  is_exclusive: optional(Type.Boolean()),
  metadata: optional(metadata()),
})

/** The body that creates a product. */
export const newProduct = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    subtitle: text(),
    description: text(),
    is_giftcard: optional(Type.Boolean()),
    discountable: optional(Type.Boolean()),
    images: optional(Type.Array(Type.Object({ url: Type.String() }))),
    thumbnail: text(),
    handle: optional(Type.String()),
    status: optional(Type.Union(productStatuses.map((status) => Type.Literal(status)))),
    external_id: text(),
    type_id: text(),
    collection_id: text(),
    categories: optional(Type.Array(reference)),
    tags: optional(Type.Array(reference)),
    options: optional(Type.Array(option)),
    variants: optional(Type.Array(variant)),
    sales_channels: optional(Type.Array(reference)),
    shipping_profile_id: text(),
    ...measures,
    metadata: optional(metadata()),
    additional_data: optional(metadata()),
  },
  { additionalProperties: false },
)
