import { shippingOptionPriceTypes, shippingOptionRuleOperators } from '@stoa/fulfillment'
import { decimal } from '@stoa/http'
import { priceRuleOperators } from '@stoa/pricing'
import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false }

const freeForm = () => Type.Record(Type.String(), Type.Unknown())

const rule = {
  attribute: Type.String(),
  operator: Type.Enum([...shippingOptionRuleOperators]),
  value: Type.Union([Type.String(), Type.Array(Type.String())]),
}

export const newRule = Type.Object(rule, strict)

export const ruleChange = Type.Object({ id: Type.String(), ...rule }, strict)

/** On which totals of the items a price is for. */
const priceRules = Type.Array(
  Type.Object({
    attribute: Type.Literal('item_total'),
    operator: Type.Enum([...priceRuleOperators]),
    value: decimal({ minimum: 0 }),
  }),
)

/** Of a currency or of a region: one of the two. */
const newPrice = Type.Object(
  {
    currency_code: Type.Optional(Type.String({ minLength: 1 })),
    region_id: Type.Optional(Type.String()),
    amount: decimal({ minimum: 0 }),
    rules: Type.Optional(priceRules),
  },
  strict,
)

const price = Type.Object({ ...Type.Partial(newPrice).properties, id: Type.Optional(Type.String()) }, strict)

/** A price in a body. */
export type PriceBody = Static<typeof price>

const type = Type.Object(
  { label: Type.String(), description: Type.Optional(Type.String()), code: Type.String() },
  strict,
)

const option = {
  name: Type.String(),
  data: Type.Optional(freeForm()),
  price_type: Type.Enum([...shippingOptionPriceTypes]),
  provider_id: Type.String(),
  shipping_profile_id: Type.String(),
  type: Type.Optional(type),
  type_id: Type.Optional(Type.String()),
  metadata: Type.Optional(freeForm()),
}

export const newShippingOption = Type.Object(
  {
    ...option,
    service_zone_id: Type.String(),
    prices: Type.Array(newPrice),
    rules: Type.Optional(Type.Array(newRule)),
  },
  strict,
)

export const shippingOptionChange = Type.Object(
  {
    ...Type.Partial(Type.Object(option)).properties,
    prices: Type.Optional(Type.Array(price)),
    rules: Type.Optional(Type.Array(Type.Object({ ...rule, id: Type.Optional(Type.String()) }, strict))),
  },
  strict,
)

export type NewShippingOptionBody = Static<typeof newShippingOption>
export type ShippingOptionChangeBody = Static<typeof shippingOptionChange>
