import { type Container, Database } from '@stoa/kernel'
import { type CountedUse, PromotionService } from '@stoa/promotion'

const GIVEN_BACK = `
update stoa_link.order_promotion set given_back_at = now() where order_id = $1 and given_back_at is null
returning promotion_id, budget_id, amount::text as amount, attribute_value`

/**
 * Gives back the uses of promotions that were counted for an order, each once, however often it is called. Runs in the
 * open transaction.
 */
export async function giveBackPromotionUses(container: Container, orderId: string): Promise<void> {
  if (!container.has(PromotionService)) return
  const uses = await container.resolve(Database).query<CountedUse>(GIVEN_BACK, [orderId])
  await container.resolve(PromotionService).giveBackUses(uses)
}

const RECORD = `
with used as (
  select * from json_to_recordset($2) as used (promotion_id text, budget_id text, amount numeric, attribute_value text)
), gone as (
  delete from stoa_link.order_promotion link
  where order_id = $1 and not exists (select from used where used.promotion_id = link.promotion_id)
)
insert into stoa_link.order_promotion (order_id, promotion_id, budget_id, amount, attribute_value)
select $1, promotion_id, budget_id, amount, attribute_value from used
on conflict (order_id, promotion_id) do update
set budget_id = excluded.budget_id, amount = excluded.amount, attribute_value = excluded.attribute_value`

/** Brings the promotions of an order to those whose uses were counted for it, with what {@link giveBackPromotionUses} needs. */
export async function recordPromotionUses(
  container: Container,
  orderId: string,
  uses: readonly CountedUse[],
): Promise<void> {
  await container.resolve(Database).query(RECORD, [orderId, JSON.stringify(uses)])
}

const off = (rows: string, lines: string, table: string, key: string) => `
    select a.amount from stoa_order.${rows} line
    join stoa_order.${table}_adjustment a on a.${key} = line.${lines} and a.version = line.version and a.deleted_at is null
    where line.order_id = o.id and line.version = o.version and line.deleted_at is null and a.promotion_id = link.promotion_id`

const DIFFERENCES = `
select link.promotion_id, link.budget_id, (now.amount - link.amount)::text as amount, link.attribute_value
from stoa_order."order" o
join stoa_link.order_promotion link on link.order_id = o.id and link.given_back_at is null
join stoa_promotion.campaign_budget budget on budget.id = link.budget_id and budget.type like 'spend%'
cross join lateral (
  select coalesce(sum(amount), 0) as amount from (
    ${off('order_item', 'item_id', 'order_line_item', 'item_id')}
    union all
    ${off('order_shipping', 'shipping_method_id', 'order_shipping_method', 'shipping_method_id')}
  ) off
) now
where o.id = $1 and now.amount <> link.amount`

const FOLLOW = `
update stoa_link.order_promotion link set amount = link.amount + change.amount
from json_to_recordset($2) as change (promotion_id text, amount numeric)
where link.order_id = $1 and link.promotion_id = change.promotion_id`

/**
 * Lets the budgets of promotions follow what they take off a locked order now. Last in its transaction, so that those who buy
 * with the same promotions wait as shortly as can be.
 *
 * @throws StoaError `not_allowed` with the code `promotion_not_usable` where it is more than is left
 */
export async function followPromotionSpending(container: Container, orderId: string): Promise<void> {
  if (!container.has(PromotionService)) return
  const database = container.resolve(Database)
  const changes = await database.query<CountedUse>(DIFFERENCES, [orderId])
  if (changes.length === 0) return
  await container.resolve(PromotionService).changeSpending(changes)
  await database.query(FOLLOW, [orderId, JSON.stringify(changes)])
}
