import { type Container, createId, Database, deleteInBatches, StoaError } from '@stoa/kernel'
import { type Claim, claimOf, type Standing } from './claim.ts'
import type { KeyedRequest, StoredAnswer } from './keyed-request.ts'

/** Seconds after which a host that no longer says that it is at it is taken for dead. */
const LEASE = 30
/** Hours a key is remembered. */
const KEPT = 24

const LEASE_END = `now() + interval '${LEASE} seconds'`

/**
 * A key is free where nobody used it, its time is over, or whoever used it died before anything was committed. To claim
 * one waits for a commit that is under way, since that has marked the row.
 */
const CLAIM = `
  insert into stoa_idempotency.request as r (asker, path, key, fingerprint, owner, lease_expires_at)
  values ($1, $2, $3, $4, $5, ${LEASE_END})
  on conflict (asker, path, key) do update
    set fingerprint = excluded.fingerprint, owner = excluded.owner, lease_expires_at = excluded.lease_expires_at,
      has_effects = false, status = null, content_type = null, body = null, created_at = now()
    where r.created_at < now() - interval '${KEPT} hours'
      or (r.status is null and r.lease_expires_at <= now() and r.fingerprint = excluded.fingerprint
        and ($6 or not r.has_effects))
  returning owner`

const STANDING = `
  select fingerprint, lease_expires_at <= now() as abandoned, status, content_type, body
  from stoa_idempotency.request where asker = $1 and path = $2 and key = $3`

const MINE = 'asker = $1 and path = $2 and key = $3 and owner = $4'

/** Milliseconds a claimed key goes without a sign of life at most. */
export const SIGN_OF_LIFE = (LEASE * 1000) / 3

/** What was asked with a key, and what was answered. */
export class IdempotencyKeys {
  readonly #database: Database

  constructor(container: Container) {
    this.#database = container.resolve(Database)
  }

  /** Takes a key for a request that is about to be carried out, or says why not. */
  async claim(request: KeyedRequest): Promise<Claim> {
    const owner = createId('idem')
    const { asker, path, key, fingerprint, repeatable } = request
    const claimed = await this.#database.query(CLAIM, [asker, path, key, fingerprint, owner, repeatable], {
      name: 'idempotency_claim',
    })
    if (claimed.length > 0) return { outcome: 'mine', owner }
    const [row] = await this.#database.query<Standing>(STANDING, [asker, path, key], {
      name: 'idempotency_standing',
    })
    return claimOf(row, fingerprint)
  }

  /** Says that the request is still being carried out. */
  async renew(request: KeyedRequest, owner: string): Promise<void> {
    await this.#database.query(
      `update stoa_idempotency.request set lease_expires_at = ${LEASE_END} where ${MINE}`,
      valuesOf(request, owner),
    )
  }

  /**
   * Notes, in the transaction that is about to commit, that the request has effects.
   *
   * @throws StoaError `conflict` if another host has taken the request over: then nothing is committed
   */
  async noteEffects(request: KeyedRequest, owner: string): Promise<void> {
    const noted = await this.#database.query(
      `update stoa_idempotency.request set has_effects = true where ${MINE} returning key`,
      valuesOf(request, owner),
      { name: 'idempotency_note_effects' },
    )
    if (noted.length > 0) return
    throw new StoaError('conflict', `The request with the Idempotency-Key ${request.key} took too long.`)
  }

  /** Keeps the answer for those who ask again. */
  async answered(request: KeyedRequest, owner: string, answer: StoredAnswer): Promise<void> {
    await this.#database.query(
      `update stoa_idempotency.request set status = $5, content_type = $6, body = $7 where ${MINE}`,
      [...valuesOf(request, owner), answer.status, answer.content_type, answer.body],
      { name: 'idempotency_answered' },
    )
  }

  /** Gives a key back: the request came to nothing that is worth keeping. What has effects stays noted. */
  async release(request: KeyedRequest, owner: string): Promise<void> {
    await this.#database.query(
      `with gone as (
         delete from stoa_idempotency.request where ${MINE} and ($5 or not has_effects) returning key
       )
       update stoa_idempotency.request set lease_expires_at = now() where ${MINE} and not exists (select from gone)`,
      [...valuesOf(request, owner), request.repeatable],
    )
  }

  /**
   * Forgets keys whose time is over.
   *
   * @returns how many
   */
  async prune(): Promise<number> {
    return deleteInBatches(
      this.#database,
      'stoa_idempotency.request',
      `created_at < now() - interval '${KEPT} hours'`,
    )
  }
}

const valuesOf = ({ asker, path, key }: KeyedRequest, owner: string) => [asker, path, key, owner]
