import { ApplicationMethod } from './application-method.ts'
import { Campaign } from './campaign.ts'
import { CampaignBudget } from './campaign-budget.ts'
import { CampaignBudgetUsage } from './campaign-budget-usage.ts'
import { Promotion } from './promotion.ts'
import { PromotionRule } from './promotion-rule.ts'
import { PromotionRuleValue } from './promotion-rule-value.ts'

/** Every entity of the module, by its name. */
export const entities = {
  ApplicationMethod,
  Campaign,
  CampaignBudget,
  CampaignBudgetUsage,
  Promotion,
  PromotionRule,
  PromotionRuleValue,
}
