import { type Container, Database, StoaError } from '@stoa/kernel'
import { AuthOptions } from '../auth-options.ts'
import { type RenewedSession, revokeSessions } from '../sessions.ts'
import { lockIdentity } from './attempts.ts'
import { challengeOf, type MfaAnswer, type MfaChallenge, passChallenge } from './challenges.ts'
import type { MfaTools } from './codes.ts'
import {
  type DisabledMfaFactor,
  disableFactor,
  enableFactor,
  type MfaFactor,
  type NewMfaFactor,
  resetFactors,
  type StartedMfaFactor,
  startFactor,
} from './factors.ts'
import { MfaProviders } from './mfa-provider.ts'
import { replaceRecoveryCodes } from './recovery-codes.ts'
import { SecretBox } from './secret-box.ts'

const RECOVERY_CODES = 10

/**
 * Second factors. While an identity has one that is enabled, a session that its password opens opens nothing until it has passed a
 * challenge.
 *
 * Methods that take a code give `undefined` for a wrong one, rather than throw: that it was tried counts once the transaction commits,
 * so let it commit. After five wrong codes in a row an identity has to wait a minute, then two, up to an hour; until then these
 * methods throw StoaError `not_allowed` with the code `too_many_requests`.
 */
export class MfaService {
  readonly #container: Container
  readonly #database: Database
  #found: MfaTools | undefined

  constructor(container: Container) {
    this.#container = container
    this.#database = container.resolve(Database)
  }

  /** Found late: resetting a factor needs no secret. */
  get #tools(): MfaTools {
    this.#found ??= {
      database: this.#database,
      providers: this.#container.resolve(MfaProviders),
      box: new SecretBox(this.#container.resolve(AuthOptions).jwt_secret),
    }
    return this.#found
  }

  /**
   * Begins to set a factor up: it waits for its first code, and is not asked for until then. Takes the place of one that waits.
   *
   * @throws StoaError `invalid_data` for an unknown provider, `not_allowed` where a factor of the provider is enabled
   */
  async startFactor(authIdentityId: string, wanted: NewMfaFactor): Promise<StartedMfaFactor> {
    return this.#database.transaction(() => startFactor(this.#tools, authIdentityId, wanted))
  }

  /**
   * Enables a factor by its first code. The session that asks goes on, as it has just proved itself; all others end.
   *
   * @returns undefined for a wrong code
   * @throws StoaError `not_found` for a factor that is not the identity's, `not_allowed` where it is enabled
   */
  async enableFactor(
    id: string,
    by: { auth_identity_id: string; session_id: string; code: string },
  ): Promise<MfaFactor | undefined> {
    return this.#database.transaction(() => enableFactor(this.#tools, id, by))
  }

  /**
   * Disables a factor, and forgets its secret. With the last one the recovery codes go.
   *
   * @param by.method whose code it is: `recovery_code`, or a provider. Default: the factor's own
   * @param by.code needed unless the factor was never enabled
   * @returns undefined for a wrong code
   * @throws StoaError `not_found` for a factor that is not the identity's, `invalid_data` where the code is missing
   */
  async disableFactor(
    id: string,
    by: { auth_identity_id: string; method?: string | undefined; code?: string | undefined },
  ): Promise<DisabledMfaFactor | undefined> {
    return this.#database.transaction(() => disableFactor(this.#tools, id, by))
  }

  /**
   * Makes recovery codes, of which only hashes are kept: each stands in for a factor once. Those there were are void.
   *
   * @param count how many. Default: 10
   * @throws StoaError `not_allowed` where the identity has no enabled factor
   */
  async generateRecoveryCodes(authIdentityId: string, count = RECOVERY_CODES): Promise<string[]> {
    return this.#database.transaction(async () => {
      const { mfa_enabled_at } = await lockIdentity(this.#database, authIdentityId)
      if (!mfa_enabled_at) {
        throw new StoaError(
          'not_allowed',
          'There is no factor that recovery codes could stand in for. Enable one first.',
        )
      }
      return replaceRecoveryCodes(this.#database, authIdentityId, count)
    })
  }

  /**
   * The challenge that a session has to pass; there is one for each.
   *
   * @param authProvider by which the identity signed in
   * @throws StoaError `unauthorized` where the session is over
   */
  async challengeOf(sessionId: string, authProvider: string | null = null): Promise<MfaChallenge> {
    return challengeOf(this.#tools, sessionId, authProvider)
  }

  /**
   * Opens the session that waits for a challenge, under a new id: tokens that name the old one are worth nothing. After five wrong codes
   * the session is over.
   *
   * @returns the open session; undefined for a wrong code
   * @throws StoaError `not_found` for a challenge of another session, `unauthorized` where it is over, `invalid_data` for a method
   *   that the identity does not have
   */
  async passChallenge(id: string, answer: MfaAnswer): Promise<RenewedSession | undefined> {
    return this.#database.transaction(() => passChallenge(this.#tools, id, answer))
  }

  /**
   * The way out for somebody who has lost everything: takes all factors and recovery codes from an identity, and ends its sessions.
   *
   * @returns the factors that had been enabled
   * @throws StoaError `not_found` for an unknown identity
   */
  async reset(authIdentityId: string): Promise<MfaFactor[]> {
    return this.#database.transaction(async () => {
      const factors = await resetFactors(this.#database, authIdentityId)
      await revokeSessions(this.#database, authIdentityId)
      return factors
    })
  }
}
