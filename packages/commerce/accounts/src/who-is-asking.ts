import { permissionsOfUser } from './roles/held-permissions.ts'
import { makerOfKey } from './roles/maker-of-key.ts'

const publishableKey = `
  select json_build_object('id', key.id, 'sales_channel_ids', coalesce((
    select json_agg(channel.id order by channel.id)
    from stoa_link.publishable_api_key_sales_channel link
    join stoa_sales_channel.sales_channel channel on channel.id = link.sales_channel_id
    where link.publishable_key_id = key.id and not channel.is_disabled and channel.deleted_at is null
  ), '[]'))
  from stoa_api_key.api_key key
  where key.token = $1 and key.type = 'publishable' and key.deleted_at is null
    and (key.revoked_at is null or key.revoked_at > now())`

/** Who acts must still be there, and still be who the identity is. */
const standing = `
  session.actor_id is null or (
    identity.app_metadata ->> (session.actor_type || '_id') = session.actor_id
    and case session.actor_type
      when 'customer' then exists (
        select from stoa_customer.customer where id = session.actor_id and deleted_at is null)
      when 'user' then exists (
        select from stoa_user."user" where id = session.actor_id and deleted_at is null)
      else false
    end
  )`

/** What a user may do; null, as for customers, where that is everything. */
const permissions = `case when session.actor_type = 'user' then ${permissionsOfUser('session.actor_id')} end`

/** Whether it opens nothing until a second factor has been shown. */
const pending = 'identity.mfa_enabled_at is not null and session.mfa_completed_at is null'

const session = (hasRoles: boolean) => `
  select json_build_object(
    'id', session.id,
    'auth_identity_id', session.auth_identity_id,
    'actor_type', session.actor_type,
    'actor_id', session.actor_id,
    'mfa_pending', ${pending},
    'customer_group_ids', case when session.actor_type = 'customer' then coalesce((
      select json_agg(member.customer_group_id order by member.customer_group_id)
      from stoa_customer.customer_group_customer member
      join stoa_customer.customer_group joined on joined.id = member.customer_group_id
      where member.customer_id = session.actor_id and member.deleted_at is null and joined.deleted_at is null
    ), '[]') end,
    'permissions', ${hasRoles ? permissions : 'null'}
  )
  from stoa_auth.auth_session session
  join stoa_auth.auth_identity identity on identity.id = session.auth_identity_id and identity.deleted_at is null
  where session.id = any($2::text[]) and session.revoked_at is null and session.expires_at > now()
    and (${standing})
  order by ($3::text is null or session.actor_type = $3) desc, (${pending}), array_position($2::text[], session.id)
  limit 1`

/** Who made it must still be there, and what they may do is what the key may. */
const secretKey = (hasRoles: boolean) => `
  select json_build_object('id', key.id, 'permissions', ${hasRoles ? permissionsOfUser('maker.id') : 'null'})
  from stoa_api_key.api_key key
  cross join lateral (select ${makerOfKey('key.id')} as id) maker
  where key.token = $4 and key.type = 'secret' and key.deleted_at is null
    and (key.revoked_at is null or key.revoked_at > now())
    and (maker.id = '' or exists (
      select from stoa_user."user" person where person.id = maker.id and person.deleted_at is null))`

const region = `
  select json_build_object('region_id', id, 'currency_code', currency_code)
  from stoa_region.region where id = $5 and deleted_at is null`

const cart = `
  select json_strip_nulls(json_build_object('region_id', region_id, 'currency_code', currency_code))
  from stoa_cart.cart where id = $6 and deleted_at is null`

/** What {@link whoIsAsking} finds out. */
export interface Answer {
  publishable_key: { id: string; sales_channel_ids: string[] } | null
  session: {
    id: string
    auth_identity_id: string
    actor_type: string
    actor_id: string | null
    mfa_pending: boolean
    customer_group_ids: string[] | null
    permissions: string[] | null
  } | null
  secret_key: { id: string; permissions: string[] | null } | null
  context: { region_id?: string; currency_code: string } | null
}

/**
 * The statement that answers everything about a request at once. Its parameters: a publishable token, the ids of
 * sessions by preference, the type of actor preferred to that, the hash of a secret token, a region's id, a cart's id.
 *
 * @param has which modules are there: those that know a buyer's currency, and roles
 */
export function whoIsAsking(has: { regions: boolean; carts: boolean; roles: boolean }): string {
  // A parameter must stand somewhere in the text for PostgreSQL to know its type.
  const inRegion = has.regions ? region : 'select null::json where $5::text is null and false'
  const inCart = has.carts ? cart : 'select null::json where $6::text is null and false'
  return `select (${publishableKey}) as publishable_key, (${session(has.roles)}) as session,
    (${secretKey(has.roles)}) as secret_key, coalesce((${inRegion}), (${inCart})) as context`
}
