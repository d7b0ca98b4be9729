import type { Database } from '@stoa/kernel'

/** A promotion whose uses nobody else counts until the open transaction ends. */
export interface LockedPromotion {
  id: string
  code: string
  /** Null for one that was deleted, or whose campaign was. */
  status: string | null
  campaign_id: string | null
}

/** A budget of theirs. */
export interface LockedBudget {
  id: string
  campaign_id: string
  type: string
  attribute: string | null
}

/**
 * Locks promotions, then the budgets of their campaigns, each by id: two carts with the same promotions never wait for each
 * other in a ring.
 *
 * @param budgetIds budgets that are locked too, whoever's they are now
 */
export async function lockForUse(
  database: Database,
  promotionIds: readonly string[],
  budgetIds: readonly string[] = [],
): Promise<{ promotions: Map<string, LockedPromotion>; budgets: Map<string, LockedBudget> }> {
  const promotions = await database.query<LockedPromotion>(PROMOTIONS, [promotionIds], {
    name: 'promotion_lock',
  })
  const campaigns = promotions.flatMap(({ campaign_id }) => campaign_id ?? [])
  const budgets =
    campaigns.length + budgetIds.length === 0
      ? []
      : await database.query<LockedBudget>(BUDGETS, [campaigns, budgetIds], { name: 'promotion_lock_budget' })
  return {
    promotions: new Map(promotions.map((promotion) => [promotion.id, promotion])),
    budgets: new Map(budgets.map((budget) => [budget.campaign_id, budget])),
  }
}

const PROMOTIONS = `
  select id, code, campaign_id, case when deleted_at is null and not exists (
    select from stoa_promotion.campaign c where c.id = campaign_id and c.deleted_at is not null
  ) then status end as status
  from stoa_promotion.promotion where id = any($1::text[]) order by id for update`

const BUDGETS = `
  select id, campaign_id, type, attribute from stoa_promotion.campaign_budget
  where (campaign_id = any($1::text[]) and deleted_at is null) or id = any($2::text[]) order by id for update`
