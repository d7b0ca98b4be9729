import type { BigNumber } from '@stoa/kernel'
import type {
  applicationMethodAllocations,
  applicationMethodTargets,
  applicationMethodTypes,
} from './entities/application-method.ts'
import type { promotionStatuses, promotionTypes } from './entities/promotion.ts'
import type { promotionRuleOperators } from './entities/promotion-rule.ts'
import type { NewCampaign } from './new-campaign.ts'

/** A condition to create. */
export interface NewPromotionRule {
  /** What it looks at, such as `customer.groups.id`; of an item, with or without `items.` before it. */
  attribute: string
  operator: (typeof promotionRuleOperators)[number]
  /** One of them has to compare to what is known. */
  values: string | readonly string[]
  description?: string | null
}

/** How much a promotion takes off, and what. */
export interface NewApplicationMethod {
  type: (typeof applicationMethodTypes)[number]
  target_type: (typeof applicationMethodTargets)[number]
  allocation?: (typeof applicationMethodAllocations)[number] | null
  /** An amount in major units, or percent: above 0, and up to 100 for percent. */
  value: BigNumber.Value
  /** ISO 4217, in any case. A fixed amount needs one. */
  currency_code?: string | null
  /** Units of each line (`each`), of the whole cart (`once`), or given at most (`buyget`). */
  max_quantity?: number | null
  /** Units given for those that are bought. */
  apply_to_quantity?: number | null
  /** Units to be bought. */
  buy_rules_min_quantity?: number | null
  /** What it takes something off. Default: everything. */
  target_rules?: readonly NewPromotionRule[]
  /** What has to be bought. */
  buy_rules?: readonly NewPromotionRule[]
}

/** A promotion to create. */
export interface NewPromotion {
  id?: string
  code: string
  type: (typeof promotionTypes)[number]
  /** Default: `draft`. */
  status?: (typeof promotionStatuses)[number]
  /** Whether it applies without its code. Default: false. */
  is_automatic?: boolean
  /** Whether a fixed value contains tax. Default: false. */
  is_tax_inclusive?: boolean
  /** How often it may be used. Default: as often as one likes. */
  limit?: number | null
  campaign_id?: string | null
  /** A campaign to create along. */
  campaign?: NewCampaign | null
  application_method: NewApplicationMethod
  rules?: readonly NewPromotionRule[]
  metadata?: Record<string, unknown> | null
}

/** What changes of a promotion. Its rules change by `changePromotionRules`. */
export type PromotionChange = Partial<
  Omit<NewPromotion, 'id' | 'campaign' | 'rules' | 'application_method'>
> & {
  id: string
  application_method?: Partial<Omit<NewApplicationMethod, 'target_rules' | 'buy_rules'>>
}
