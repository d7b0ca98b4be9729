import type { CartSnapshot } from '@stoa/cart'
import type { HeldPromotion } from '@stoa/catalog'
import type { Database } from '@stoa/kernel'

/** What changing a cart has to know beside its rows. */
export interface Surroundings {
  /** Whether the cart is that of a customer with an account. */
  has_account: boolean
  /** Of the cart's customer. */
  customer_group_ids: string[]
  promotions: HeldPromotion[]
  /** Whether the shop has promotions that apply without a code. */
  has_automatic: boolean
  /** What is to be paid for it: who makes that locks the cart, too. */
  collection_id: string | null
}

const groupsOf = (customer: string) => `coalesce((
    select json_agg(member.customer_group_id order by member.customer_group_id)
    from stoa_customer.customer_group_customer member
    join stoa_customer.customer_group joined on joined.id = member.customer_group_id and joined.deleted_at is null
    where member.customer_id = ${customer} and member.deleted_at is null), '[]')`

const SURROUNDINGS = `
select exists (select from stoa_customer.customer where id = $2 and has_account) as has_account,
  ${groupsOf('$2')} as customer_group_ids,
  coalesce((
    select json_agg(json_build_object('id', p.id, 'code', p.code, 'is_automatic', p.is_automatic))
    from stoa_link.cart_promotion link join stoa_promotion.promotion p on p.id = link.promotion_id
    where link.cart_id = $1), '[]') as promotions,
  exists (select from stoa_promotion.promotion where is_automatic and status = 'active' and deleted_at is null) as has_automatic,
  (select payment_collection_id from stoa_link.cart_payment_collection where cart_id = $1 limit 1) as collection_id`

/** Who the cart belongs to, and which promotions it has. One statement. */
export async function surroundingsOf(database: Database, cart: CartSnapshot): Promise<Surroundings> {
  const [row] = await database.query<Surroundings & object>(SURROUNDINGS, [cart.id, cart.customer_id], {
    name: 'cart_surroundings',
  })
  return row as Surroundings
}

/** The groups a customer is in. */
export async function customerGroups(database: Database, customerId: string): Promise<string[]> {
  const [row] = await database.query<{ ids: string[] }>(`select ${groupsOf('$1')} as ids`, [customerId], {
    name: 'cart_customer_groups',
  })
  return row?.ids ?? []
}

const FOLLOW = `
with gone as (
  delete from stoa_link.cart_promotion where cart_id = $1 and not promotion_id = any($2::text[])
)
insert into stoa_link.cart_promotion (cart_id, promotion_id) select $1, unnest($2::text[]) on conflict do nothing`

/** Brings the promotions of a cart to these. Nothing is sent where they are what they were. */
export async function holdPromotions(
  database: Database,
  cartId: string,
  before: readonly { id: string }[],
  ids: readonly string[],
): Promise<void> {
  const were = new Set(before.map(({ id }) => id))
  if (were.size === ids.length && ids.every((id) => were.has(id))) return
  await database.query(FOLLOW, [cartId, ids], { name: 'cart_hold_promotions' })
}
