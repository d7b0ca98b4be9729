import { createId, type Database, type Row, StoaError } from '@stoa/kernel'
import type { AuthVerification } from './entities/auth-verification.ts'
import { createOneTimeToken, hashToken } from './one-time-token.ts'

/** What is to be verified of an identity. */
export interface NewVerification {
  /** By what it can be reached, and signs in: the e-mail address. */
  entity_id: string
  /** `email`, or a kind of the shop's own. */
  entity_type: string
  /** How it is verified. Default, and all there is: `token`, a code that its owner is sent. */
  code_provider?: string
  metadata?: Record<string, unknown> | null
}

/** A verification that was asked for. */
export interface RequestedVerification {
  verification: Row<AuthVerification>
  /** What only its owner is to be told. Undefined where it is verified already. */
  code: string | undefined
}

/** What confirms a verification. */
export interface Confirmation {
  code: string
  /** As when it was asked for. Default: `token`. */
  code_provider?: string
  /** Where it is known who confirms: whose code it must be. Default: anybody's. */
  auth_identity_id?: string
}

const CODE_PROVIDER = 'token'

function checkCodeProvider(given = CODE_PROVIDER): void {
  if (given === CODE_PROVIDER) return
  throw new StoaError('invalid_data', `There is no code provider ${given}. There is: ${CODE_PROVIDER}.`)
}

const COLUMNS =
  'id, auth_identity_id, entity_id, entity_type, code_provider, expires_at, requested_at, verified_at, metadata, created_at, updated_at, deleted_at'

export async function requestVerification(
  database: Database,
  authIdentityId: string,
  { entity_id, entity_type, code_provider, metadata = null }: NewVerification,
  ttl: number,
): Promise<RequestedVerification> {
  checkCodeProvider(code_provider)
  const code = createOneTimeToken()
  // What is verified already stays as it is; the row is touched all the same, for only then it comes back.
  const [verification] = await database.query<Row<AuthVerification>>(
    `insert into stoa_auth.auth_verification as v
       (id, auth_identity_id, entity_id, entity_type, code_provider, code_hash, expires_at, requested_at, metadata)
     select $1, p.auth_identity_id, p.entity_id, $4, '${CODE_PROVIDER}', $5, now() + make_interval(secs => $6), now(), $7::jsonb
     from stoa_auth.provider_identity p
     where p.auth_identity_id = $2 and lower(p.entity_id) = lower(trim($3)) and p.deleted_at is null
     limit 1
     on conflict (auth_identity_id, entity_id, entity_type) where deleted_at is null do update set
       code_hash = case when v.verified_at is null then excluded.code_hash end,
       expires_at = case when v.verified_at is null then excluded.expires_at end,
       requested_at = case when v.verified_at is null then now() else v.requested_at end,
       metadata = case when v.verified_at is null then excluded.metadata else v.metadata end,
       updated_at = now()
     returning ${COLUMNS}`,
    [
      createId('authver'),
      authIdentityId,
      entity_id,
      entity_type,
      hashToken(code),
      ttl,
      metadata === null ? null : JSON.stringify(metadata),
    ],
  )
  if (!verification) {
    throw new StoaError('not_found', `You do not sign in with ${entity_id}, so it cannot be verified.`)
  }
  return { verification, code: verification.verified_at === null ? code : undefined }
}

export async function confirmVerification(
  database: Database,
  { code, code_provider, auth_identity_id }: Confirmation,
): Promise<Row<AuthVerification>> {
  checkCodeProvider(code_provider)
  const [verification] = await database.query<Row<AuthVerification>>(
    `update stoa_auth.auth_verification
     set verified_at = now(), code_hash = null, expires_at = null, updated_at = now()
     where code_hash = $1 and expires_at > now() and deleted_at is null
       and ($2::text is null or auth_identity_id = $2)
     returning ${COLUMNS}`,
    [hashToken(code), auth_identity_id ?? null],
  )
  if (!verification) {
    throw new StoaError('invalid_data', 'The code is unknown, was used or has expired. Ask for a new one.')
  }
  return verification
}
