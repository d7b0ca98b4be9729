import { moduleService, type Row, StoaError } from '@stoa/kernel'
import type { ApiKey } from './entities/api-key.ts'
import { entities } from './entities/index.ts'
import { type ApiKeyType, createToken, hashToken, redact } from './token.ts'

/** What a key is made from. */
export interface NewApiKey {
  title: string
  type: ApiKeyType
  /** The id of the user who made it, or of the key it was made with; '' for one that is the shop's own. */
  created_by: string
}

/** Who revokes, and when it takes effect. */
export interface Revocation {
  /** The id of the user who revokes. */
  revoked_by: string
  /** Seconds until the keys close, for a change-over. Default: 0, at once. */
  revoke_in?: number
}

const COLUMNS =
  'id, token, salt, redacted, title, type, last_used_at, created_by, revoked_by, revoked_at, created_at, updated_at, deleted_at'

/** Publishable and secret API keys. */
export class ApiKeyService extends moduleService(entities) {
  /**
   * Makes keys with tokens of their own. The token of a secret key is in the answer and nowhere else: what is stored is
   * its hash.
   *
   * @example
   * const [key] = await apiKeys.issueApiKeys([{ title: 'Shop', type: 'publishable', created_by: 'user_01J…' }])
   * key.token // pk_5d3f…
   */
  async issueApiKeys(keys: readonly NewApiKey[]): Promise<Row<ApiKey>[]> {
    const tokens = keys.map(({ type }) => createToken(type))
    const rows = await this.createApiKeys(
      keys.map(({ title, type, created_by }, index) => {
        const token = tokens[index] as string
        const stored = type === 'secret' ? hashToken(token) : token
        return { title, type, created_by, token: stored, redacted: redact(token) }
      }),
    )
    return rows.map((row, index) => ({ ...row, token: tokens[index] as string }))
  }

  /**
   * Closes keys. One that is closed already keeps the moment at which it was.
   *
   * @throws StoaError `not_found`
   */
  async revokeApiKeys(
    ids: readonly string[],
    { revoked_by, revoke_in = 0 }: Revocation,
  ): Promise<Row<ApiKey>[]> {
    return this.database.transaction(async () => {
      const rows = await this.database.query<Row<ApiKey>>(
        `update stoa_api_key.api_key set
           revoked_by = case when revoked_at <= now() then revoked_by else $2 end,
           revoked_at = case when revoked_at <= now() then revoked_at else now() + make_interval(secs => $3) end,
           updated_at = now()
         where id = any($1::text[]) and deleted_at is null
         returning ${COLUMNS}`,
        [ids, revoked_by, revoke_in],
      )
      const missing = ids.filter((id) => rows.every((row) => row.id !== id))
      if (missing.length > 0)
        throw new StoaError('not_found', `API Key with id: ${missing.join(', ')} was not found`)
      return rows
    })
  }

  /**
   * The key that a secret token opens with, or undefined where the token is unknown or revoked.
   *
   * @param token as it was shown when the key was made
   */
  async findSecretKey(token: string): Promise<Row<ApiKey> | undefined> {
    return this.#findLive('secret', hashToken(token))
  }

  /** The publishable key with this token, or undefined where it is unknown or revoked. */
  async findPublishableKey(token: string): Promise<Row<ApiKey> | undefined> {
    return this.#findLive('publishable', token)
  }

  async #findLive(type: ApiKeyType, stored: string): Promise<Row<ApiKey> | undefined> {
    const [row] = await this.database.query<Row<ApiKey>>(
      `select ${COLUMNS} from stoa_api_key.api_key
       where token = $1 and type = $2 and deleted_at is null and (revoked_at is null or revoked_at > now())`,
      [stored, type],
      { name: 'api_key_find_live' },
    )
    return row
  }
}
