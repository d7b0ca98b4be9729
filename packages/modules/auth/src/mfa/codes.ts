import { type Database, StoaError } from '@stoa/kernel'
import type { MfaProviders } from './mfa-provider.ts'
import { RECOVERY_CODE, useRecoveryCode } from './recovery-codes.ts'
import type { SecretBox } from './secret-box.ts'

/** What checking codes stands on. */
export interface MfaTools {
  database: Database
  providers: MfaProviders
  box: SecretBox
}

/** A factor as it is stored. */
export interface StoredFactor {
  id: string
  provider: string
  status: string
  provider_metadata: { sealed: string } | null
}

/** Whether a code is one of a factor that has not been used yet; it is used then. */
export async function factorTakes(
  { database, providers, box }: MfaTools,
  { id, provider, provider_metadata }: StoredFactor,
  code: string,
): Promise<boolean> {
  const kept = box.open(provider_metadata?.sealed ?? '', id)
  if (kept === undefined) throw unreadable()
  const { valid, counter } = await providers.get(provider).verify(code, JSON.parse(kept))
  if (!valid || counter === undefined) return valid
  const used = await database.query(
    `update stoa_auth.auth_mfa_factor set last_counter = $2
     where id = $1 and (last_counter is null or last_counter < $2) returning id`,
    [id, counter],
  )
  return used.length > 0
}

/**
 * Whether an identity proves itself by a code of one of its methods.
 *
 * @throws StoaError `invalid_data` for a method that it does not have
 */
export async function identityProves(
  tools: MfaTools,
  authIdentityId: string,
  method: string,
  code: string,
): Promise<boolean> {
  if (method === RECOVERY_CODE) return useRecoveryCode(tools.database, authIdentityId, code)
  const factors = await tools.database.query<StoredFactor>(
    `select id, provider, status, provider_metadata from stoa_auth.auth_mfa_factor
     where auth_identity_id = $1 and status = 'enabled' and deleted_at is null order by id`,
    [authIdentityId],
  )
  const factor = factors.find(({ provider }) => provider === method)
  if (factor) return factorTakes(tools, factor, code)
  const methods = [...factors.map(({ provider }) => provider), RECOVERY_CODE]
  throw new StoaError(
    'invalid_data',
    `There is no method ${method} here. Choose one of those there are: ${methods.join(', ')}.`,
  )
}

const unreadable = () =>
  new StoaError(
    'not_allowed',
    'This factor was set up while the shop had another secret, and cannot be read any more. Use a recovery code, or ask whoever runs the shop to reset it.',
  )
