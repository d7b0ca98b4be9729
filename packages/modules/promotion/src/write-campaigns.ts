import { createId, StoaError, writeTogether } from '@stoa/kernel'
import { countsMoney } from './discounts/budgets.ts'
import { given } from './given.ts'
import {
  budgetLimit,
  type CampaignChange,
  campaignWrites,
  type NewCampaign,
  periodOf,
} from './new-campaign.ts'
import { promotionsForChange } from './promotions-for-change.ts'
import type { PromotionService } from './service.ts'

/** See {@link PromotionService.createCampaigns}. */
export async function createCampaigns(
  service: PromotionService,
  campaigns: readonly NewCampaign[],
): Promise<{ id: string }[]> {
  const rows = campaigns.map((campaign) => ({ ...campaign, id: campaign.id ?? createId('procamp') }))
  await service.database.transaction(() => writeTogether(service.database, campaignWrites(rows)))
  return rows.map(({ id }) => ({ id }))
}

/** See {@link PromotionService.updateCampaigns}. */
export function updateCampaigns(
  service: PromotionService,
  changes: readonly CampaignChange[],
): Promise<void> {
  return service.database.transaction(async () => {
    const present = await campaignsById(
      service,
      changes.map(({ id }) => id),
    )
    const rows = changes.map(({ budget, ...change }) => {
      const { name, description, campaign_identifier, starts_at, ends_at } = present.get(change.id) ?? {}
      const row = { name, description, campaign_identifier, starts_at, ends_at, ...given(change) }
      return { ...row, ...periodOf(row) }
    })
    const limits = changes.flatMap(({ id, budget }) => {
      if (budget?.limit === undefined) return []
      const { budget: was } = present.get(id) ?? {}
      if (!was) throw new StoaError('invalid_data', `Campaign ${id} has no budget whose limit could change.`)
      return [{ id: was.id, limit: budgetLimit(budget.limit) }]
    })
    await writeTogether(service.database, [
      { update: 'stoa_promotion.campaign', rows },
      { update: 'stoa_promotion.campaign_budget', rows: limits },
    ])
  })
}

/** See {@link PromotionService.assignPromotions}. */
export function assignPromotions(
  service: PromotionService,
  campaignId: string,
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
): Promise<void> {
  return service.database.transaction(async () => {
    const campaign = (await campaignsById(service, [campaignId])).get(campaignId)
    const present = await promotionsForChange(service.database, [...new Set([...add, ...remove])])
    const { budget } = campaign ?? {}
    const currency = budget && countsMoney(budget) ? budget.currency_code : null
    for (const id of add) {
      const { code, application_method: method } = present.get(id) as NonNullable<
        ReturnType<typeof present.get>
      >
      if (currency === null || method.currency_code === currency) continue
      throw new StoaError(
        'invalid_data',
        `The budget of campaign ${campaignId} is in ${currency}; promotion ${code} is in ${method.currency_code ?? 'no currency'}.`,
      )
    }
    const removed = remove.filter((id) => present.get(id)?.campaign_id === campaignId && !add.includes(id))
    await writeTogether(service.database, [
      {
        update: 'stoa_promotion.promotion',
        rows: [
          ...[...new Set(add)].map((id) => ({ id, campaign_id: campaignId })),
          ...[...new Set(removed)].map((id) => ({ id, campaign_id: null })),
        ],
      },
    ])
  })
}

/** Locks campaigns, by id, and reads them. The lock lets others refer to them: counted uses and new promotions do. */
async function campaignsById(service: PromotionService, ids: readonly string[]) {
  await service.database.query(
    'select 1 from stoa_promotion.campaign where id = any($1::text[]) order by id for no key update',
    [ids],
  )
  const rows = await service.listCampaigns({ id: [...ids] }, { relations: ['budget'] })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const missing = ids.filter((id) => !byId.has(id))
  if (missing.length > 0)
    throw new StoaError('not_found', `Campaign with id: ${missing.join(', ')} was not found`)
  return byId
}
