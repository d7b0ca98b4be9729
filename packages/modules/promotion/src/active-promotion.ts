import type { BigNumber } from '@stoa/kernel'
import type {
  applicationMethodAllocations,
  applicationMethodTargets,
  applicationMethodTypes,
} from './entities/application-method.ts'
import type { campaignBudgetTypes } from './entities/campaign-budget.ts'
import type { promotionStatuses, promotionTypes } from './entities/promotion.ts'
import type { promotionRuleOperators } from './entities/promotion-rule.ts'

/** A condition: one of `values` has to compare to what is known of `attribute`. */
export interface ActiveRule {
  attribute: string
  operator: (typeof promotionRuleOperators)[number]
  values: readonly string[]
}

/** How much a promotion takes off, and what. */
export interface ActiveMethod {
  type: (typeof applicationMethodTypes)[number]
  target_type: (typeof applicationMethodTargets)[number]
  allocation: (typeof applicationMethodAllocations)[number] | null
  /** An amount in major units, or percent. */
  value: BigNumber | null
  currency_code: string | null
  max_quantity: number | null
  apply_to_quantity: number | null
  buy_rules_min_quantity: number | null
  target_rules: readonly ActiveRule[]
  buy_rules: readonly ActiveRule[]
}

/** How much the promotions of a campaign may give, and have given. */
export interface ActiveBudget {
  id: string
  type: (typeof campaignBudgetTypes)[number]
  /** Where money counts. */
  currency_code: string | null
  limit: BigNumber | null
  /** Of a budget that counts by buyer: what this one has had; 0 while it is not known who buys. */
  used: BigNumber
  attribute: string | null
}

/** The campaign of a promotion. */
export interface ActiveCampaign {
  id: string
  starts_at: string | Date | null
  ends_at: string | Date | null
  budget: ActiveBudget | null
}

/** A promotion with all that decides whether it applies and to what. */
export interface ActivePromotion {
  id: string
  code: string
  type: (typeof promotionTypes)[number]
  status: (typeof promotionStatuses)[number]
  is_automatic: boolean
  is_tax_inclusive: boolean
  limit: BigNumber | null
  used: BigNumber
  rules: readonly ActiveRule[]
  application_method: ActiveMethod
  campaign: ActiveCampaign | null
}
