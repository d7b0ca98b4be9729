import { decimal, metadata, nullable, oneOrMany } from '@stoa/http'
import {
  applicationMethodAllocations,
  applicationMethodTargets,
  applicationMethodTypes,
  campaignBudgetTypes,
  promotionRuleOperators,
  promotionStatuses,
  promotionTypes,
} from '@stoa/promotion'
import { Type } from 'typebox'

const strict = { additionalProperties: false } as const
const text = () => Type.Optional(nullable(Type.String()))
const number = () => Type.Optional(nullable(Type.Number()))
/** ISO 8601, or milliseconds. */
const date = () => Type.Optional(nullable(Type.Union([Type.String(), Type.Number()])))

const rule = Type.Object(
  {
    operator: Type.Enum([...promotionRuleOperators]),
    description: text(),
    attribute: Type.String(),
    values: oneOrMany(Type.String()),
  },
  strict,
)

const rules = () => Type.Optional(Type.Array(rule))

/** What a client may say of a promotion whose rules it asks for, where it is not there yet. */
export const promotionQuery = {
  promotion_type: Type.Optional(Type.String()),
  application_method_type: Type.Optional(Type.String()),
  application_method_target_type: Type.Optional(Type.String()),
}

/** What changes rules, many at once. */
export const ruleBatch = Type.Object({
  create: rules(),
  update: Type.Optional(
    Type.Array(
      Type.Object(
        {
          ...Type.Partial(rule).properties,
          id: Type.String(),
          values: rule.properties.values,
        },
        strict,
      ),
    ),
  ),
  delete: Type.Optional(Type.Array(Type.String())),
})

const method = {
  description: text(),
  value: decimal(),
  currency_code: text(),
  max_quantity: number(),
  type: Type.Enum([...applicationMethodTypes]),
  target_type: Type.Enum([...applicationMethodTargets]),
  allocation: Type.Optional(Type.Enum([...applicationMethodAllocations])),
  apply_to_quantity: number(),
  buy_rules_min_quantity: number(),
}

const campaign = {
  name: Type.String(),
  campaign_identifier: Type.String(),
  description: text(),
  starts_at: date(),
  ends_at: date(),
}

const budget = Type.Object(
  {
    type: Type.Enum([...campaignBudgetTypes]),
    limit: number(),
    currency_code: text(),
    attribute: text(),
  },
  strict,
)

const newBudget = Type.Optional(nullable(budget))
const additional_data = Type.Optional(metadata())

const promotion = {
  code: Type.String(),
  is_automatic: Type.Optional(Type.Boolean()),
  is_tax_inclusive: Type.Optional(Type.Boolean()),
  type: Type.Enum([...promotionTypes]),
  status: Type.Optional(Type.Enum([...promotionStatuses])),
  campaign_id: text(),
  limit: Type.Optional(nullable(Type.Integer({ minimum: 1 }))),
  metadata: Type.Optional(metadata()),
  additional_data,
}

/** What creates a promotion. */
export const newPromotion = Type.Object(
  {
    ...promotion,
    campaign: Type.Optional(Type.Object({ ...campaign, budget: newBudget }, strict)),
    application_method: Type.Object({ ...method, target_rules: rules(), buy_rules: rules() }, strict),
    rules: rules(),
  },
  strict,
)

/** What changes one. */
export const promotionChange = Type.Partial(
  Type.Object({ ...promotion, application_method: Type.Partial(Type.Object(method), strict) }),
  strict,
)

/** What creates a campaign. */
export const newCampaign = Type.Object({ ...campaign, budget: newBudget, additional_data }, strict)

/** What changes one. */
export const campaignChange = Type.Partial(
  Type.Object({
    ...campaign,
    budget: Type.Partial(Type.Pick(budget, ['limit']), strict),
    additional_data,
  }),
)
