import { addressSchema, decimal, email, metadata, nullable } from '@stoa/http'
import { BigNumber } from '@stoa/kernel'
import { Type } from 'typebox'
import { bounds } from '../changes/schemas.ts'

const { Optional: optional, Object: object } = Type
const text = () => optional(nullable(Type.String()))
const word = () => Type.String({ minLength: 1 })

const DECIMAL = '^\\d{1,15}(\\.\\d{1,20})?$'

/** An amount in major units: a number, or exactly as text. */
const amount = () =>
  Type.Union([
    Type.Number({ minimum: 0, maximum: bounds.price }),
    Type.String({ pattern: DECIMAL }),
    object({ value: Type.String({ pattern: DECIMAL }), precision: Type.Number() }),
  ])

/** What {@link amount} lets in, as a number. */
export const amountOf = (given: number | string | { value: string }): BigNumber =>
  BigNumber(typeof given === 'object' ? given.value : given)

/** Codes that a shopkeeper gives to a draft or takes out of it. */
export const promoCodes = Type.Array(word(), { maxItems: 100 })

const item = object({
  title: text(),
  variant_sku: text(),
  variant_barcode: text(),
  sku: text(),
  barcode: text(),
  variant_id: text(),
  unit_price: optional(nullable(amount())),
  quantity: decimal({ exclusiveMinimum: 0, maximum: bounds.quantity }),
  metadata: optional(metadata()),
})

const shippingMethod = object({
  shipping_method_id: text(),
  name: word(),
  shipping_option_id: word(),
  data: optional(Type.Record(Type.String(), Type.Unknown())),
  amount: amount(),
})

const address = () => optional(Type.Union([addressSchema, Type.String()]))

export const newDraft = object(
  {
    status: optional(Type.Literal('completed')),
    sales_channel_id: text(),
    email: optional(nullable(email())),
    customer_id: text(),
    billing_address: address(),
    shipping_address: address(),
    items: optional(Type.Array(item)),
    region_id: Type.String(),
    promo_codes: optional(promoCodes),
    currency_code: text(),
    no_notification_order: optional(Type.Boolean()),
    shipping_methods: optional(Type.Array(shippingMethod)),
    locale: optional(Type.String()),
    metadata: optional(metadata()),
    additional_data: optional(metadata()),
  },
  { additionalProperties: false },
)

export const draftChange = object({
  email: optional(email()),
  customer_id: optional(word()),
  sales_channel_id: optional(word()),
  shipping_address: optional(addressSchema),
  billing_address: optional(addressSchema),
  metadata: optional(metadata()),
  locale: optional(Type.String()),
})
