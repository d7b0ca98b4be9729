import { BigNumber, createId, StoaError, writeTogether } from '@stoa/kernel'
import { checkPromotion } from './check-promotion.ts'
import { countsMoney } from './discounts/budgets.ts'
import { given } from './given.ts'
import { campaignWrites, type NewCampaign } from './new-campaign.ts'
import type { NewApplicationMethod, NewPromotion, PromotionChange } from './new-promotion.ts'
import { promotionsForChange } from './promotions-for-change.ts'
import { ruleWrites } from './rule-rows.ts'
import type { PromotionService } from './service.ts'

/** See {@link PromotionService.createPromotions}. */
export function createPromotions(
  service: PromotionService,
  promotions: readonly NewPromotion[],
): Promise<{ id: string }[]> {
  return service.database.transaction(async () => {
    const rows = promotions.map((promotion) => {
      const campaign = promotion.campaign ? { ...promotion.campaign, id: createId('procamp') } : null
      return {
        ...promotion,
        id: promotion.id ?? createId('promo'),
        campaign,
        method_id: createId('proappmet'),
      }
    })
    const currencies = await budgetCurrencies(service, rows)
    for (const { application_method: method, ...row } of rows) {
      if (row.campaign && row.campaign_id) {
        throw new StoaError(
          'invalid_data',
          'Give a promotion either a campaign_id or a campaign to create, not both.',
        )
      }
      checkPromotion({
        ...row,
        application_method: method,
        target_rules: method.target_rules?.length ?? 0,
        buy_rules: method.buy_rules?.length ?? 0,
        budget_currency_code: currencyOf(row.campaign) ?? currencies.get(row.campaign_id ?? '') ?? null,
      })
    }
    const { writes } = ruleWrites(
      rows.flatMap(
        ({ id, method_id, rules = [], application_method: { target_rules = [], buy_rules = [] } }) => [
          { kind: 'rules', owner_id: id, rules },
          { kind: 'target_rules', owner_id: method_id, rules: target_rules },
          { kind: 'buy_rules', owner_id: method_id, rules: buy_rules },
        ],
      ),
    )
    await writeTogether(service.database, [
      ...campaignWrites(rows.flatMap(({ campaign }) => campaign ?? [])),
      {
        insert: 'stoa_promotion.promotion',
        rows: rows.map(({ campaign, ...row }) =>
          promotionRow({ ...row, campaign_id: campaign?.id ?? row.campaign_id ?? null }),
        ),
      },
      {
        insert: 'stoa_promotion.application_method',
        rows: rows.map(({ id, method_id, application_method }) => ({
          promotion_id: id,
          ...methodRow(method_id, application_method),
        })),
      },
      ...writes,
    ])
    return rows.map(({ id }) => ({ id }))
  })
}

/** See {@link PromotionService.updatePromotions}. */
export function updatePromotions(
  service: PromotionService,
  changes: readonly PromotionChange[],
): Promise<void> {
  return service.database.transaction(async () => {
    const present = await promotionsForChange(
      service.database,
      changes.map(({ id }) => id),
    )
    const currencies = await budgetCurrencies(service, changes)
    const rows = changes.map(({ application_method: method, ...change }) => {
      const was = present.get(change.id) as NonNullable<ReturnType<typeof present.get>>
      const next = {
        ...was,
        ...given(change),
        application_method: { ...was.application_method, ...given(method ?? {}) },
      }
      const isMoved = change.campaign_id !== undefined && change.campaign_id !== was.campaign_id
      const budget_currency_code = isMoved ? currencies.get(next.campaign_id ?? '') : was.budget_currency_code
      checkPromotion({ ...next, budget_currency_code: budget_currency_code ?? null })
      return next
    })
    await writeTogether(service.database, [
      { update: 'stoa_promotion.promotion', rows: rows.map((row) => promotionRow(row)) },
      {
        update: 'stoa_promotion.application_method',
        rows: rows.map(({ application_method: method }) => methodRow(method.id, method)),
      },
    ])
  })
}

function promotionRow(promotion: Omit<NewPromotion, 'application_method' | 'campaign'>) {
  return {
    id: promotion.id,
    code: promotion.code,
    type: promotion.type,
    status: promotion.status ?? 'draft',
    is_automatic: promotion.is_automatic ?? false,
    is_tax_inclusive: promotion.is_tax_inclusive ?? false,
    limit: promotion.limit ?? null,
    campaign_id: promotion.campaign_id ?? null,
    metadata: promotion.metadata ?? null,
  }
}

function methodRow(id: string, method: Omit<NewApplicationMethod, 'target_rules' | 'buy_rules'>) {
  return {
    id,
    type: method.type,
    target_type: method.target_type,
    allocation: method.allocation ?? null,
    value: new BigNumber(method.value).toFixed(),
    currency_code: method.currency_code?.toLowerCase() ?? null,
    max_quantity: method.max_quantity ?? null,
    apply_to_quantity: method.apply_to_quantity ?? null,
    buy_rules_min_quantity: method.buy_rules_min_quantity ?? null,
  }
}

const currencyOf = (campaign: NewCampaign | null) =>
  campaign?.budget && countsMoney(campaign.budget) ? campaign.budget.currency_code?.toLowerCase() : undefined

/** The currencies of the budgets that count money, by campaign. */
async function budgetCurrencies(
  service: PromotionService,
  promotions: readonly { campaign_id?: string | null }[],
): Promise<Map<string, string | null>> {
  const ids = [...new Set(promotions.flatMap(({ campaign_id }) => campaign_id ?? []))]
  if (ids.length === 0) return new Map()
  const campaigns = await service.listCampaigns({ id: ids }, { relations: ['budget'] })
  const missing = ids.filter((id) => !campaigns.some((campaign) => campaign.id === id))
  if (missing.length > 0)
    throw new StoaError('not_found', `Campaign with id: ${missing.join(', ')} was not found`)
  return new Map(
    campaigns.map(({ id, budget }) => [
      id,
      budget && countsMoney(budget) ? (budget.currency_code ?? null) : null,
    ]),
  )
}
