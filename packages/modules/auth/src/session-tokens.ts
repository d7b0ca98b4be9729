import { jwtVerify, SignJWT } from 'jose'
import type { AuthOptions } from './auth-options.ts'

/** What a token says. That its session still stands is for the database to say. */
export interface SessionClaims {
  session_id: string
  /** Empty where the identity is not anybody yet. */
  actor_id: string
  actor_type: string
  auth_identity_id: string
  auth_provider?: string
  /** Whether the identity has a second factor. */
  mfa_enabled?: boolean
  /** Since when the session has passed it. */
  mfa_challenge_completed_at?: string | null
  app_metadata: Record<string, unknown>
  user_metadata: Record<string, unknown>
}

/** Claims with the moments the token was made and ends at, in seconds since 1970. */
export type SignedClaims = SessionClaims & { iat: number; exp: number }

/** Named here and nowhere else: what a token names as its algorithm is not asked. */
const ALGORITHM = 'HS256'

/** Signs and reads the tokens that bearers of a session carry (JWT, RFC 7519). */
export class SessionTokens {
  readonly #key: Uint8Array
  readonly #ttl: number

  constructor({ jwt_secret, session_ttl }: AuthOptions) {
    this.#key = new TextEncoder().encode(jwt_secret)
    this.#ttl = session_ttl
  }

  /**
   * A token for a session.
   *
   * @param expiresAt default: when a session that begins now ends
   */
  async sign(claims: SessionClaims, expiresAt?: Date): Promise<string> {
    const end = expiresAt?.getTime() ?? Date.now() + this.#ttl * 1000
    return new SignJWT({ ...claims })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuedAt()
      .setExpirationTime(Math.floor(end / 1000))
      .sign(this.#key)
  }

  /** What a token says, or undefined where it is not ours, was changed or has expired. */
  async verify(token: string): Promise<SignedClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        requiredClaims: ['session_id', 'auth_identity_id', 'actor_type', 'iat', 'exp'],
      })
      return payload as unknown as SignedClaims
    } catch {
      return undefined
    }
  }
}
