import { StoaError } from '@stoa/kernel'

const DAY = 24 * 60 * 60

/**
 * How sessions are made. Register one, as there is no safe default for the secret.
 *
 * @example
 * startModules([authModule], {
 *   database,
 *   providers: [provide(AuthOptions, () => new AuthOptions({ jwt_secret: process.env.JWT_SECRET }))],
 * })
 */
export class AuthOptions {
  /**
   * Signs tokens, and seals what second factors are checked with. All hosts of a shop share it. Another one ends all sessions, and
   * makes authenticator apps unreadable: their owners need a recovery code, or a reset.
   */
  readonly jwt_secret: string
  /** Seconds a session lasts. */
  readonly session_ttl: number

  /** @throws StoaError `invalid_data` for an empty secret */
  constructor({ jwt_secret, session_ttl = DAY }: { jwt_secret: string | undefined; session_ttl?: number }) {
    if (!jwt_secret) throw new StoaError('invalid_data', 'jwt_secret is empty. Set it to a long random text.')
    this.jwt_secret = jwt_secret
    this.session_ttl = session_ttl
  }
}
