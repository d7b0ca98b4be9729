import { type Database, StoaError } from '@stoa/kernel'

/** A way in which someone signs in. */
export interface Login {
  /** Such as `emailpass`. */
  provider: string
  /** What the provider knows them by, such as the e-mail address. */
  entity_id: string
}

/** Under which name an identity's `app_metadata` says who it is. */
const keyOf = (actorType: string) => `${actorType}_id`

export async function setActor(
  database: Database,
  authIdentityId: string,
  actorType: string,
  actorId: string,
): Promise<void> {
  const key = keyOf(actorType)
  const [identity] = await database.query<{ changed: boolean }>(
    `with known as (
       select id from stoa_auth.auth_identity where id = $1 and deleted_at is null
     ), changed as (
       update stoa_auth.auth_identity
       set app_metadata = coalesce(app_metadata, '{}') || jsonb_build_object($2::text, $3::text), updated_at = now()
       where id = $1 and deleted_at is null and not coalesce(app_metadata, '{}') ? $2
       returning id
     )
     select exists (select from changed) as changed from known`,
    [authIdentityId, key, actorId],
  )
  if (!identity) throw new StoaError('not_found', `AuthIdentity with id: ${authIdentityId} was not found`)
  if (!identity.changed) {
    throw new StoaError('invalid_data', `The identity ${authIdentityId} has a ${key} already.`)
  }
}

export async function removeActor(database: Database, actorType: string, actorId: string): Promise<void> {
  await database.query(
    `with freed as (
       update stoa_auth.auth_identity set app_metadata = app_metadata - $1::text, updated_at = now()
       where app_metadata @> jsonb_build_object($1::text, $2::text)
     )
     update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
     where actor_type = $3 and actor_id = $2 and revoked_at is null`,
    [keyOf(actorType), actorId, actorType],
  )
}

export async function listLogins(database: Database, actorType: string, actorId: string): Promise<Login[]> {
  return database.query<Login>(
    `select p.provider, p.entity_id
     from stoa_auth.auth_identity a join stoa_auth.provider_identity p on p.auth_identity_id = a.id
     where a.app_metadata @> jsonb_build_object($1::text, $2::text)
       and a.deleted_at is null and p.deleted_at is null
     order by p.created_at, p.id`,
    [keyOf(actorType), actorId],
  )
}
