import type { HeldPromotion } from '@stoa/catalog'
import { type Container, Database } from '@stoa/kernel'

/** A promotion that a draft has or is to have, and what its open edit says of it. */
export interface DraftPromotion extends HeldPromotion {
  action: 'PROMOTION_ADD' | 'PROMOTION_REMOVE' | null
  action_id: string | null
}

/** The promotions of a draft. */
export interface DraftPromotions {
  promotions: DraftPromotion[]
  /** Those that go with its open edit. */
  removed: DraftPromotion[]
  /** Whether the shop has promotions that apply without a code. */
  has_automatic: boolean
}

const HELD = `
with said as (
  select id, action, reference_id from stoa_order.order_change_action
  where order_change_id = $2 and action in ('PROMOTION_ADD', 'PROMOTION_REMOVE') and deleted_at is null
)
select exists (select from stoa_promotion.promotion where is_automatic and status = 'active' and deleted_at is null) as has_automatic,
  coalesce((
    select json_agg(json_build_object('id', p.id, 'code', p.code, 'is_automatic', p.is_automatic,
      'action', said.action, 'action_id', said.id) order by p.id)
    from stoa_promotion.promotion p left join said on said.reference_id = p.id
    where p.id in (
      select promotion_id from stoa_link.order_promotion where order_id = $1 union select reference_id from said)
  ), '[]') as promotions`

/**
 * Which promotions a draft has, as its open edit would make it.
 *
 * @param changeId none for the draft as it is
 */
export async function heldPromotions(
  container: Container,
  orderId: string,
  changeId: string | null,
): Promise<DraftPromotions> {
  const [row] = await container
    .resolve(Database)
    .query<{ has_automatic: boolean; promotions: DraftPromotion[] }>(HELD, [orderId, changeId])
  const { has_automatic, promotions } = row as { has_automatic: boolean; promotions: DraftPromotion[] }
  const isRemoved = ({ action }: DraftPromotion) => action === 'PROMOTION_REMOVE'
  return {
    has_automatic,
    promotions: promotions.filter((promotion) => !isRemoved(promotion)),
    removed: promotions.filter(isRemoved),
  }
}

const HOLD = `
with gone as (
  delete from stoa_link.order_promotion where order_id = $1 and not promotion_id = any($2::text[])
)
insert into stoa_link.order_promotion (order_id, promotion_id) select $1, unnest($2::text[]) on conflict do nothing`

/** Brings the promotions of an order to these. */
export async function holdPromotions(
  container: Container,
  orderId: string,
  ids: readonly string[],
): Promise<void> {
  await container.resolve(Database).query(HOLD, [orderId, ids])
}
