import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { CampaignBudget } from './campaign-budget.ts'

const CampaignBudgetUsageSchema = defineEntity({
  name: 'CampaignBudgetUsage',
  schema: 'stoa_promotion',
  properties: {
    id: id('probudgus'),
    attribute_value: p.text(),
    used: bigNumber().default('0'),
    budget: () => p.manyToOne(CampaignBudget).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [{ properties: ['budget', 'attribute_value'], where: 'deleted_at is null' }],
})

/** What one buyer has had of a budget that counts by buyer. */
export class CampaignBudgetUsage extends CampaignBudgetUsageSchema.class {}
CampaignBudgetUsageSchema.setClass(CampaignBudgetUsage)
