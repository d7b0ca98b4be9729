import { createId, type Database, StoaError } from '@stoa/kernel'
import { counting, lockIdentity } from './attempts.ts'
import { factorTakes, identityProves, type MfaTools, type StoredFactor } from './codes.ts'
import type { MfaEnrollment } from './mfa-provider.ts'
import { deleteRecoveryCodes } from './recovery-codes.ts'

/** A second factor of an identity, without its secret. */
export interface MfaFactor {
  id: string
  auth_identity_id: string
  /** Such as `totp`. */
  provider: string
  /** Enabled ones are asked for; what is pending has not been confirmed by a code yet. */
  status: 'pending' | 'enabled' | 'disabled'
  metadata: Record<string, unknown> | null
}

/** A factor that somebody wants. */
export interface NewMfaFactor {
  /** Such as `totp`. */
  provider: string
  /** What an app calls the account of somebody who signs in without an e-mail address. */
  label?: string | null | undefined
  /** What an app calls the shop. */
  issuer?: string | undefined
  metadata?: Record<string, unknown> | null | undefined
}

/** A factor that waits for its first code, and what its owner needs to make codes: shown this once. */
export type StartedMfaFactor = Omit<MfaEnrollment, 'kept'> & { factor: MfaFactor }

/** A factor that is gone. */
export interface DisabledMfaFactor {
  factor: MfaFactor
  /** Whether it was asked for until now: otherwise it had never been confirmed. */
  was_enabled: boolean
}

const COLUMNS = 'id, auth_identity_id, provider, status, metadata'

export async function startFactor(
  { database, providers, box }: MfaTools,
  authIdentityId: string,
  { provider: providerId, label, issuer, metadata = null }: NewMfaFactor,
): Promise<StartedMfaFactor> {
  const provider = providers.get(providerId)
  await lockIdentity(database, authIdentityId)
  const known = await database.query<{ id: string; status: string }>(
    `select id, status from stoa_auth.auth_mfa_factor
     where auth_identity_id = $1 and provider = $2 and status in ('pending', 'enabled') and deleted_at is null`,
    [authIdentityId, provider.id],
  )
  const enabled = known.find(({ status }) => status === 'enabled')
  if (enabled) {
    throw new StoaError(
      'not_allowed',
      `${provider.id} is set up already, as ${enabled.id}. Disable that one first.`,
    )
  }
  const account = (await accountOf(database, authIdentityId)) ?? (label?.trim() || authIdentityId)
  const { kept, ...shown } = await provider.enroll({ account, issuer })
  const id = createId('authmfa')
  await database.query('delete from stoa_auth.auth_mfa_factor where id = any($1)', [
    known.map((pending) => pending.id),
  ])
  const [factor] = await database.query<MfaFactor>(
    `insert into stoa_auth.auth_mfa_factor (id, auth_identity_id, provider, status, provider_metadata, metadata)
     values ($1, $2, $3, 'pending', jsonb_build_object('sealed', $4::text), $5::jsonb) returning ${COLUMNS}`,
    [
      id,
      authIdentityId,
      provider.id,
      box.seal(JSON.stringify(kept), id),
      metadata === null ? null : JSON.stringify(metadata),
    ],
  )
  return { factor: factor as MfaFactor, ...shown }
}

/** The e-mail address that somebody signs in with. Other names, such as a number at some provider, say nothing to them. */
async function accountOf(database: Database, authIdentityId: string): Promise<string | undefined> {
  const [login] = await database.query<{ entity_id: string }>(
    `select entity_id from stoa_auth.provider_identity
     where auth_identity_id = $1 and entity_id like '%_@_%' and deleted_at is null order by created_at, id limit 1`,
    [authIdentityId],
  )
  return login?.entity_id
}

export async function enableFactor(
  tools: MfaTools,
  id: string,
  { auth_identity_id, session_id, code }: { auth_identity_id: string; session_id: string; code: string },
): Promise<MfaFactor | undefined> {
  const { database } = tools
  const identity = await lockIdentity(database, auth_identity_id)
  const stored = await findFactor(database, id, auth_identity_id)
  if (stored.status === 'enabled') throw new StoaError('not_allowed', `The factor ${id} is enabled already.`)
  if (!(await counting(database, identity, () => factorTakes(tools, stored, code)))) return undefined
  const [factor] = await database.query<MfaFactor>(
    `with identity as (
       update stoa_auth.auth_identity set mfa_enabled_at = coalesce(mfa_enabled_at, now()), updated_at = now() where id = $2
     ), sessions as (
       update stoa_auth.auth_session set updated_at = now(),
         mfa_completed_at = case when id = $3 then now() else mfa_completed_at end,
         revoked_at = case when id <> $3 then now() end
       where auth_identity_id = $2 and revoked_at is null
     )
     update stoa_auth.auth_mfa_factor set status = 'enabled', updated_at = now() where id = $1 returning ${COLUMNS}`,
    [id, auth_identity_id, session_id],
  )
  return factor
}

export async function disableFactor(
  tools: MfaTools,
  id: string,
  given: { auth_identity_id: string; method?: string | undefined; code?: string | undefined },
): Promise<DisabledMfaFactor | undefined> {
  const { database } = tools
  const { auth_identity_id, code } = given
  const identity = await lockIdentity(database, auth_identity_id)
  const { status, provider } = await findFactor(database, id, auth_identity_id)
  const was_enabled = status === 'enabled'
  if (was_enabled) {
    // The dashboard knows by its beginning that it has to ask for a code.
    if (code === undefined) {
      throw new StoaError(
        'invalid_data',
        'MFA verification code is required to disable MFA: send method and code.',
      )
    }
    const method = given.method ?? provider
    const proves = () => identityProves(tools, auth_identity_id, method, code)
    if (!(await counting(database, identity, proves))) return undefined
  }
  const [factor] = await forget(database, [id])
  if (was_enabled) await endMfaWithoutFactors(database, auth_identity_id)
  return { factor: factor as MfaFactor, was_enabled }
}

export async function resetFactors(database: Database, authIdentityId: string): Promise<MfaFactor[]> {
  await lockIdentity(database, authIdentityId)
  const factors = await database.query<{ id: string; status: string }>(
    `select id, status from stoa_auth.auth_mfa_factor
     where auth_identity_id = $1 and status <> 'disabled' and deleted_at is null`,
    [authIdentityId],
  )
  const forgotten = await forget(
    database,
    factors.map(({ id }) => id),
  )
  await endMfaWithoutFactors(database, authIdentityId)
  const enabled = new Set(factors.flatMap(({ id, status }) => (status === 'enabled' ? [id] : [])))
  return forgotten.filter(({ id }) => enabled.has(id))
}

/** @throws StoaError `not_found` where the identity has no such factor */
async function findFactor(database: Database, id: string, authIdentityId: string): Promise<StoredFactor> {
  const [factor] = await database.query<StoredFactor>(
    `select id, provider, status, provider_metadata from stoa_auth.auth_mfa_factor
     where id = $1 and auth_identity_id = $2 and status <> 'disabled' and deleted_at is null`,
    [id, authIdentityId],
  )
  if (!factor) throw new StoaError('not_found', `AuthMfaFactor with id: ${id} was not found`)
  return factor
}

/** Disables factors, secrets and all. */
const forget = (database: Database, ids: readonly string[]) =>
  database.query<MfaFactor>(
    `update stoa_auth.auth_mfa_factor
     set status = 'disabled', provider_metadata = null, last_counter = null, updated_at = now()
     where id = any($1) returning ${COLUMNS}`,
    [ids],
  )

/** With the last factor go the recovery codes, and whoever was still to prove themselves by them. */
async function endMfaWithoutFactors(database: Database, authIdentityId: string): Promise<void> {
  const [ended] = await database.query(
    `update stoa_auth.auth_identity i
     set mfa_enabled_at = null, mfa_failures = 0, mfa_blocked_until = null, updated_at = now()
     where i.id = $1 and not exists (
       select from stoa_auth.auth_mfa_factor where auth_identity_id = i.id and status = 'enabled' and deleted_at is null)
     returning id`,
    [authIdentityId],
  )
  if (!ended) return
  await deleteRecoveryCodes(database, authIdentityId)
  await database.query(
    `update stoa_auth.auth_session set revoked_at = now(), updated_at = now()
     where auth_identity_id = $1 and revoked_at is null and mfa_completed_at is null`,
    [authIdentityId],
  )
}
