import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { Campaign } from './campaign.ts'
import { CampaignBudgetUsage } from './campaign-budget-usage.ts'

/** What a budget counts: money or uses, of all buyers together or of each by itself. */
export const campaignBudgetTypes = ['spend', 'usage', 'use_by_attribute', 'spend_by_attribute'] as const

/** By what buyers are told apart. */
export const campaignBudgetAttributes = ['customer_id', 'customer_email'] as const

const CampaignBudgetSchema = defineEntity({
  name: 'CampaignBudget',
  schema: 'stoa_promotion',
  properties: {
    id: id('probudg'),
    type: p.enum(campaignBudgetTypes),
    currency_code: p.text().nullable(),
    limit: bigNumber().nullable(),
    used: bigNumber().default('0'),
    attribute: p.text().nullable(),
    campaign: () => p.oneToOne(Campaign).owner().unique(false).deleteRule('cascade'),
    usages: () =>
      p
        .oneToMany(CampaignBudgetUsage)
        .mappedBy('budget')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    ...timestamps,
  },
  uniques: [{ properties: ['campaign'], where: 'deleted_at is null' }],
})

/** How much the promotions of a campaign may give, and have given. */
export class CampaignBudget extends CampaignBudgetSchema.class {}
CampaignBudgetSchema.setClass(CampaignBudget)
