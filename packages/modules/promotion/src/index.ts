export type {
  ActiveBudget,
  ActiveCampaign,
  ActiveMethod,
  ActivePromotion,
  ActiveRule,
} from './active-promotion.ts'
export type { Buyer } from './buyer.ts'
export type { ChangedPromotionRules, PromotionRuleChanges } from './change-rules.ts'
export type {
  DiscountableCart,
  DiscountableItem,
  DiscountableShippingMethod,
} from './discounts/cart.ts'
export {
  computeDiscounts,
  type Discount,
  type Discounts,
  type UsablePromotion,
} from './discounts/compute-discounts.ts'
export {
  ApplicationMethod,
  applicationMethodAllocations,
  applicationMethodTargets,
  applicationMethodTypes,
} from './entities/application-method.ts'
export { Campaign } from './entities/campaign.ts'
export {
  CampaignBudget,
  campaignBudgetAttributes,
  campaignBudgetTypes,
} from './entities/campaign-budget.ts'
export { CampaignBudgetUsage } from './entities/campaign-budget-usage.ts'
export { Promotion, promotionStatuses, promotionTypes } from './entities/promotion.ts'
export { PromotionRule, promotionRuleOperators } from './entities/promotion-rule.ts'
export { PromotionRuleValue } from './entities/promotion-rule-value.ts'
export { promotionModule } from './module.ts'
export type { CampaignChange, NewCampaign, NewCampaignBudget } from './new-campaign.ts'
export type {
  NewApplicationMethod,
  NewPromotion,
  NewPromotionRule,
  PromotionChange,
} from './new-promotion.ts'
export { type PromotionRuleKind, promotionRuleKinds } from './rule-rows.ts'
export { PromotionService } from './service.ts'
export type { CountedUse, PromotionUse } from './uses.ts'
