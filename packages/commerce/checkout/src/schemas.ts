import { addressSchema, email, metadata, nullable } from '@stoa/http'
import { Type } from 'typebox'

const optional = Type.Optional

export const cartParams = Type.Object({ id: Type.String() })

/** A whole number above 0 that a cart may hold of one thing. */
const quantity = (minimum: { minimum: number } | { exclusiveMinimum: number }) =>
  Type.Integer({ ...minimum, maximum: 1_000_000 })

export const newItem = Type.Object({
  variant_id: Type.String(),
  quantity: quantity({ exclusiveMinimum: 0 }),
  metadata: optional(metadata()),
})

export const itemChange = Type.Object({
  quantity: quantity({ minimum: 0 }),
  metadata: optional(metadata()),
})

const address = Type.Union([addressSchema, Type.String()])

const promoCodes = Type.Array(Type.String({ minLength: 1 }), { maxItems: 100 })

/** Codes that a buyer gives to a cart or takes out of it. */
export const promoCodeList = Type.Object({ promo_codes: promoCodes }, { additionalProperties: false })

export const newCart = Type.Object(
  {
    region_id: optional(nullable(Type.String())),
    shipping_address: optional(address),
    billing_address: optional(address),
    email: optional(nullable(email())),
    currency_code: optional(nullable(Type.String())),
    items: optional(Type.Array(newItem)),
    sales_channel_id: optional(nullable(Type.String())),
    promo_codes: optional(promoCodes),
    metadata: optional(metadata()),
    locale: optional(nullable(Type.String())),
    additional_data: optional(metadata()),
  },
  { additionalProperties: false },
)

export const cartChange = Type.Object(
  {
    region_id: optional(Type.String()),
    email: optional(nullable(email())),
    shipping_address: optional(address),
    billing_address: optional(address),
    sales_channel_id: optional(nullable(Type.String())),
    metadata: optional(metadata()),
    promo_codes: optional(promoCodes),
    locale: optional(nullable(Type.String())),
    additional_data: optional(metadata()),
  },
  { additionalProperties: false },
)

const shippingChoice = Type.Object({
  option_id: Type.String(),
  data: optional(Type.Record(Type.String(), Type.Unknown())),
})

export const shippingChoices = Type.Union([shippingChoice, Type.Array(shippingChoice)])
