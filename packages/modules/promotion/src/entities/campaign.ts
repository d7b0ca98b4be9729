import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { CampaignBudget } from './campaign-budget.ts'
import { Promotion } from './promotion.ts'

const CampaignSchema = defineEntity({
  name: 'Campaign',
  schema: 'stoa_promotion',
  properties: {
    id: id('procamp'),
    name: p.text(),
    description: p.text().nullable(),
    campaign_identifier: p.text(),
    starts_at: p.datetime().nullable(),
    ends_at: p.datetime().nullable(),
    budget: () =>
      p.oneToOne(CampaignBudget).mappedBy('campaign').cascade(Cascade.PERSIST, Cascade.REMOVE).nullable(),
    promotions: () => p.oneToMany(Promotion).mappedBy('campaign'),
    ...timestamps,
  },
  uniques: [{ properties: ['campaign_identifier'], where: 'deleted_at is null' }],
})

/** When its promotions run, and how much they may cost together. */
export class Campaign extends CampaignSchema.class {}
CampaignSchema.setClass(Campaign)
