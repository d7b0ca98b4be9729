import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { PromotionRule } from './promotion-rule.ts'

const PromotionRuleValueSchema = defineEntity({
  name: 'PromotionRuleValue',
  schema: 'stoa_promotion',
  properties: {
    id: id('prorulval'),
    value: p.text(),
    promotion_rule: () => p.manyToOne(PromotionRule).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['promotion_rule'] }],
})

/** One of the values a rule compares with. */
export class PromotionRuleValue extends PromotionRuleValueSchema.class {}
PromotionRuleValueSchema.setClass(PromotionRuleValue)
