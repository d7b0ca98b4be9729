import { randomBytes } from 'node:crypto'
import { createId, type Database } from '@stoa/kernel'
import { hashToken } from '../one-time-token.ts'

/** How clients name the method. */
export const RECOVERY_CODE = 'recovery_code'

/** Crockford's base 32: no letter in it looks like a digit. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
/** 80 bits: too many to try all, also for who has the hashes. */
const LENGTH = 16

/** A code as it is shown, such as `7k3m-x0vw-91ab-tq5e`. */
function createRecoveryCode(): string {
  const letters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('')
  return (letters.match(/.{4}/g) as string[]).join('-')
}

/** What is kept of a code, in whatever way it was typed. */
const hashOf = (code: string) =>
  hashToken(
    code
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '')
      .replaceAll('o', '0')
      .replaceAll(/[il]/g, '1'),
  )

/** Gives an identity new codes in place of those it has. */
export async function replaceRecoveryCodes(
  database: Database,
  authIdentityId: string,
  count: number,
): Promise<string[]> {
  const codes = Array.from({ length: count }, createRecoveryCode)
  await deleteRecoveryCodes(database, authIdentityId)
  await database.query(
    `insert into stoa_auth.auth_mfa_recovery_code (id, auth_identity_id, code_hash)
     select added.id, $1, added.code_hash from unnest($2::text[], $3::text[]) added (id, code_hash)`,
    [authIdentityId, codes.map(() => createId('authmfarec')), codes.map(hashOf)],
  )
  return codes
}

/** Uses a code up: of two that use it at once, one is told that there is none. */
export async function useRecoveryCode(
  database: Database,
  authIdentityId: string,
  code: string,
): Promise<boolean> {
  const used = await database.query(
    `delete from stoa_auth.auth_mfa_recovery_code
     where auth_identity_id = $1 and code_hash = $2 and deleted_at is null returning id`,
    [authIdentityId, hashOf(code)],
  )
  return used.length > 0
}

export async function deleteRecoveryCodes(database: Database, authIdentityId: string): Promise<void> {
  await database.query('delete from stoa_auth.auth_mfa_recovery_code where auth_identity_id = $1', [
    authIdentityId,
  ])
}
