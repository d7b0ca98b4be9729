import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { ApplicationMethod } from './application-method.ts'
import { Promotion } from './promotion.ts'
import { PromotionRuleValue } from './promotion-rule-value.ts'

/** How a rule compares what the cart says with its own values. */
export const promotionRuleOperators = ['gte', 'lte', 'gt', 'lt', 'eq', 'ne', 'in'] as const

const PromotionRuleSchema = defineEntity({
  name: 'PromotionRule',
  schema: 'stoa_promotion',
  properties: {
    id: id('prorul'),
    description: p.text().nullable(),
    attribute: p.text(),
    operator: p.enum(promotionRuleOperators),
    values: () =>
      p
        .oneToMany(PromotionRuleValue)
        .mappedBy('promotion_rule')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    promotions: () => p.manyToMany(Promotion).mappedBy('rules'),
    method_target_rules: () => p.manyToMany(ApplicationMethod).mappedBy('target_rules'),
    method_buy_rules: () => p.manyToMany(ApplicationMethod).mappedBy('buy_rules'),
    ...timestamps,
  },
})

/** A condition: of a promotion as a whole, of what it takes something off, or of what has to be bought for it. */
export class PromotionRule extends PromotionRuleSchema.class {}
PromotionRuleSchema.setClass(PromotionRule)
