import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ApplicationMethod } from './application-method.ts'
import { Campaign } from './campaign.ts'
import { PromotionRule } from './promotion-rule.ts'

/** `buyget` gives some units for less where others are bought. */
export const promotionTypes = ['standard', 'buyget'] as const

/** Only `active` promotions apply. */
export const promotionStatuses = ['draft', 'active', 'inactive'] as const

const PromotionSchema = defineEntity({
  name: 'Promotion',
  schema: 'stoa_promotion',
  properties: {
    id: id('promo'),
    code: p.text(),
    is_automatic: p.boolean().default(false),
    is_tax_inclusive: p.boolean().default(false),
    limit: p.integer().nullable(),
    used: p.integer().default(0),
    type: p.enum(promotionTypes),
    status: p.enum(promotionStatuses).default('draft'),
    metadata: metadata(),
    campaign: () => p.manyToOne(Campaign).deleteRule('restrict').nullable(),
    application_method: () =>
      p.oneToOne(ApplicationMethod).mappedBy('promotion').cascade(Cascade.PERSIST, Cascade.REMOVE).nullable(),
    rules: () => p.manyToMany(PromotionRule).pivotTable('stoa_promotion.promotion_promotion_rule').owner(),
    ...timestamps,
  },
  uniques: [{ properties: ['code'], where: 'deleted_at is null' }],
  indexes: [
    { properties: ['campaign'], where: 'deleted_at is null' },
    // Every cart asks for these: most shops have few or none.
    {
      name: 'promotion_automatic_index',
      properties: ['id'],
      where: `is_automatic and status = 'active' and deleted_at is null`,
    },
  ],
})

/** Something taken off a cart, for those who know its code or for all. */
export class Promotion extends PromotionSchema.class {}
PromotionSchema.setClass(Promotion)
