import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { Promotion } from './promotion.ts'
import { PromotionRule } from './promotion-rule.ts'

/** Whether `value` is an amount or a share in percent. */
export const applicationMethodTypes = ['fixed', 'percentage'] as const

/** What a promotion takes something off. `order` is all items together. */
export const applicationMethodTargets = ['order', 'shipping_methods', 'items'] as const

/** Off every target by itself, off all of them together, or off so many units in the whole cart. */
export const applicationMethodAllocations = ['each', 'across', 'once'] as const

const ApplicationMethodSchema = defineEntity({
  name: 'ApplicationMethod',
  schema: 'stoa_promotion',
  properties: {
    id: id('proappmet'),
    value: bigNumber().nullable(),
    currency_code: p.text().nullable(),
    max_quantity: p.integer().nullable(),
    apply_to_quantity: p.integer().nullable(),
    buy_rules_min_quantity: p.integer().nullable(),
    type: p.enum(applicationMethodTypes),
    target_type: p.enum(applicationMethodTargets),
    allocation: p.enum(applicationMethodAllocations).nullable(),
    promotion: () => p.oneToOne(Promotion).owner().unique(false).deleteRule('cascade'),
    target_rules: () =>
      p.manyToMany(PromotionRule).pivotTable('stoa_promotion.application_method_target_rules').owner(),
    buy_rules: () =>
      p.manyToMany(PromotionRule).pivotTable('stoa_promotion.application_method_buy_rules').owner(),
    ...timestamps,
  },
  uniques: [{ properties: ['promotion'], where: 'deleted_at is null' }],
})

/** How much a promotion takes off, and what. */
export class ApplicationMethod extends ApplicationMethodSchema.class {}
ApplicationMethodSchema.setClass(ApplicationMethod)
