import { metadata, nullable } from '@stoa/http'
import { priceListStatuses, priceListTypes } from '@stoa/pricing'
import { Type } from 'typebox'
import { newPrice } from './product-schemas.ts'

const optional = Type.Optional

const list = {
  title: Type.String(),
  /** ISO 8601. */
  starts_at: optional(nullable(Type.String())),
  ends_at: optional(nullable(Type.String())),
  status: optional(Type.Enum([...priceListStatuses])),
  type: optional(Type.Enum([...priceListTypes])),
  rules: optional(Type.Record(Type.String(), Type.Array(Type.String()))),
  metadata: optional(metadata()),
}

const listPrice = Type.Object({ ...newPrice.properties, variant_id: Type.String() })

/** What creates a price list. */
export const newPriceList = Type.Object({
  ...list,
  description: Type.String(),
  prices: optional(Type.Array(listPrice)),
})

/** What changes one. */
export const priceListChange = Type.Object({
  ...list,
  title: optional(Type.String()),
  description: optional(nullable(Type.String())),
})

/** What changes its prices, many at once. */
export const priceListPriceBatch = Type.Object({
  create: optional(Type.Array(listPrice)),
  update: optional(
    Type.Array(
      Type.Object({
        ...Type.Partial(newPrice).properties,
        id: Type.String(),
        variant_id: Type.String(),
      }),
    ),
  ),
  delete: optional(Type.Array(Type.String())),
})
