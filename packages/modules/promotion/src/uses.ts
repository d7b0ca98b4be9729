import { BigNumber, createId, type Database, StoaError } from '@stoa/kernel'
import { type Buyer, valuesOf } from './buyer.ts'
import { countsMoney } from './discounts/budgets.ts'
import { type LockedBudget, type LockedPromotion, lockForUse } from './lock-for-use.ts'

/** A use of a promotion: one for each promotion of a cart that takes something off it. */
export interface PromotionUse {
  promotion_id: string
  /** What it takes off, in major units: budgets of money count it. */
  amount: BigNumber.Value
}

/** A use that was counted: keep it to give it back. */
export interface CountedUse {
  promotion_id: string
  /** The budget that counted it, with how much of whose. */
  budget_id: string | null
  /** A decimal in text: of money or of uses. */
  amount: string | null
  attribute_value: string | null
}

/** See {@link PromotionService.countUses}. */
export async function countUses(
  database: Database,
  uses: readonly PromotionUse[],
  buyer: Buyer,
): Promise<CountedUse[]> {
  if (uses.length === 0) return []
  return database.transaction(async () => {
    const locked = await lockForUse(
      database,
      uses.map(({ promotion_id }) => promotion_id),
    )
    const known = valuesOf(buyer)
    const counted = uses.map(({ promotion_id, amount }): CountedUse => {
      const promotion = locked.promotions.get(promotion_id)
      if (promotion?.status !== 'active') throw gone(promotion_id, promotion?.code)
      const budget = promotion.campaign_id ? locked.budgets.get(promotion.campaign_id) : undefined
      return {
        promotion_id,
        budget_id: budget?.id ?? null,
        amount: budget ? (countsMoney(budget) ? String(amount) : '1') : null,
        attribute_value: budget ? valueFor(budget, promotion.code, known) : null,
      }
    })
    await takeAll(database, locked, counted)
    return counted
  })
}

/** See {@link PromotionService.giveBackUses}. */
export async function giveBackUses(database: Database, uses: readonly CountedUse[]): Promise<void> {
  if (uses.length === 0) return
  await database.transaction(async () => {
    await lockForUse(
      database,
      uses.map(({ promotion_id }) => promotion_id),
      uses.flatMap(({ budget_id }) => budget_id ?? []),
    )
    await database.query(GIVE_BACK, [JSON.stringify(uses)], { name: 'promotion_give_back' })
  })
}

/** See {@link PromotionService.changeSpending}. */
export async function changeSpending(database: Database, changes: readonly CountedUse[]): Promise<void> {
  const money = changes.filter(({ budget_id, amount }) => budget_id !== null && amount !== null)
  const signed = money.map((change) => ({ ...change, by: BigNumber(change.amount as string) }))
  const part = (sign: 1 | -1) =>
    signed
      .filter(({ by }) => by.comparedTo(0) === sign)
      .map(({ by, ...change }) => ({ ...change, amount: by.abs().toFixed(), uses: 0 }))
  const [more, less] = [part(1), part(-1)]
  if (more.length + less.length === 0) return
  await database.transaction(async () => {
    const all = [...more, ...less]
    const locked = await lockForUse(
      database,
      all.map(({ promotion_id }) => promotion_id),
      all.map(({ budget_id }) => budget_id as string),
    )
    if (less.length > 0) await database.query(GIVE_BACK, [JSON.stringify(less)])
    for (const { promotion_id } of more) {
      const promotion = locked.promotions.get(promotion_id)
      if (promotion?.status !== 'active') throw gone(promotion_id, promotion?.code)
    }
    if (more.length > 0) await takeAll(database, locked, more)
  })
}

/** @throws StoaError `not_allowed` that names a promotion that is used up */
async function takeAll(
  database: Database,
  { promotions }: { promotions: ReadonlyMap<string, LockedPromotion> },
  uses: readonly (CountedUse & { uses?: number })[],
): Promise<void> {
  const codeOf = (id: string) => promotions.get(id)?.code ?? id
  const taken = await take(database, uses)
  const usedUp = uses.find(({ promotion_id }) => !taken.promotions.includes(promotion_id))
  if (usedUp) {
    throw notAllowed(
      `Promotion ${codeOf(usedUp.promotion_id)} has been used as often as it may be. Take it out.`,
    )
  }
  const spent = uses.find(({ budget_id }) => budget_id !== null && !taken.budgets.includes(budget_id))
  if (spent) {
    throw notAllowed(
      `The budget of the campaign of promotion ${codeOf(spent.promotion_id)} is used up. Take it out.`,
    )
  }
}

function valueFor(budget: LockedBudget, code: string, known: Record<string, string>): string | null {
  if (budget.attribute === null) return null
  const value = known[budget.attribute]
  if (value) return value
  throw notAllowed(`Promotion ${code} is counted by ${budget.attribute}. Set it, or take the promotion out.`)
}

const gone = (id: string, code = id) => notAllowed(`Promotion ${code} does not apply any more. Take it out.`)

/** The code tells that another try fails too until the cart changes. */
const notAllowed = (message: string) =>
  new StoaError('not_allowed', message, { code: 'promotion_not_usable' })

async function take(database: Database, uses: readonly CountedUse[]) {
  const [row] = await database.query<{ promotions: string[]; budgets: string[] }>(
    TAKE,
    [JSON.stringify(uses.map((use) => ({ ...use, usage_id: createId('probudgus') })))],
    { name: 'promotion_take' },
  )
  return row as { promotions: string[]; budgets: string[] }
}

const USES = `select * from json_to_recordset($1) as given(
  promotion_id text, budget_id text, amount numeric, attribute_value text, usage_id text, uses int)`

const SUMS = `
  by_promotion as (select promotion_id as id, sum(coalesce(uses, 1))::int as uses from given group by promotion_id),
  by_budget as (select budget_id as id, sum(amount) as amount from given where budget_id is not null group by budget_id),
  by_value as (
    select budget_id, attribute_value, sum(amount) as amount, min(usage_id) as usage_id
    from given where attribute_value is not null group by budget_id, attribute_value)`

/**
 * Guarded, each of them: where a limit would be passed, the row is not among those given back. A budget that counts by
 * buyer keeps the sum of all buyers too, and its limit is the buyer's.
 */
const TAKE = `with given as (${USES}), ${SUMS}, promotion as (
    update stoa_promotion.promotion p set used = p.used + s.uses, updated_at = now() from by_promotion s
    where p.id = s.id and (p."limit" is null or p.used + s.uses <= p."limit") returning p.id
  ), budget as (
    update stoa_promotion.campaign_budget b set used = b.used + s.amount, updated_at = now() from by_budget s
    where b.id = s.id and (b."limit" is null or b.attribute is not null or b.used + s.amount <= b."limit")
    returning b.id, b.attribute
  ), usage as (
    insert into stoa_promotion.campaign_budget_usage as u (id, budget_id, attribute_value, used)
    select s.usage_id, s.budget_id, s.attribute_value, s.amount
    from by_value s join stoa_promotion.campaign_budget b on b.id = s.budget_id
    where b."limit" is null or s.amount <= b."limit"
    on conflict (budget_id, attribute_value) where deleted_at is null
    do update set used = u.used + excluded.used, updated_at = now()
    where (select b."limit" is null or u.used + excluded.used <= b."limit"
           from stoa_promotion.campaign_budget b where b.id = u.budget_id)
    returning u.budget_id
  )
  select array(select id from promotion) as promotions,
    array(select id from budget where attribute is null union all select budget_id from usage) as budgets`

const GIVE_BACK = `with given as (${USES}), ${SUMS}, promotion as (
    update stoa_promotion.promotion p set used = greatest(p.used - s.uses, 0), updated_at = now()
    from by_promotion s where p.id = s.id
  ), budget as (
    update stoa_promotion.campaign_budget b set used = greatest(b.used - s.amount, 0), updated_at = now()
    from by_budget s where b.id = s.id
  )
  update stoa_promotion.campaign_budget_usage u set used = greatest(u.used - s.amount, 0), updated_at = now()
  from by_value s where u.budget_id = s.budget_id and u.attribute_value = s.attribute_value and u.deleted_at is null`
