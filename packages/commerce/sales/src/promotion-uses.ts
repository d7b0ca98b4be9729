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
