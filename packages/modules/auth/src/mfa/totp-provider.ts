import { Secret, TOTP } from 'otpauth'
import { type MfaEnrollee, type MfaEnrollment, MfaProvider, type MfaVerification } from './mfa-provider.ts'

/** How shops that say nothing are called in an app. */
const ISSUER = 'Stoa'
/** RFC 6238 recommends both; apps know little else. */
const STEP_SECONDS = 30
const DIGITS = 6
/** RFC 4226 wants 128 bits at least, and recommends 160. */
const SECRET_BYTES = 20

/**
 * Authenticator apps: a new code of six digits each half minute (TOTP, RFC 6238). The code before and the one after are taken too, for
 * clocks that differ and fingers that are slow.
 */
export class TotpProvider extends MfaProvider {
  readonly id = 'totp'
  readonly #issuer: string
  readonly #now: () => number

  /**
   * @param options.issuer what apps call the shop, where the client does not say
   * @param options.now milliseconds since 1970. Default: the clock
   */
  constructor({ issuer = ISSUER, now = Date.now }: { issuer?: string; now?: () => number } = {}) {
    super()
    this.#issuer = issuer
    this.#now = now
  }

  async enroll({ account, issuer }: MfaEnrollee): Promise<MfaEnrollment> {
    const secret = new Secret({ size: SECRET_BYTES })
    const app = totp(secret, { label: account, issuer: issuer?.trim() || this.#issuer })
    return { kept: { secret: secret.base32 }, secret: secret.base32, otpauth_url: app.toString() }
  }

  async verify(code: string, kept: Readonly<Record<string, unknown>>): Promise<MfaVerification> {
    const token = code.replaceAll(/\s/g, '')
    if (!/^\d{6}$/.test(token) || typeof kept.secret !== 'string') return { valid: false }
    const timestamp = this.#now()
    const delta = totp(Secret.fromBase32(kept.secret)).validate({ token, timestamp, window: 1 })
    if (delta === null) return { valid: false }
    return { valid: true, counter: TOTP.counter({ period: STEP_SECONDS, timestamp }) + delta }
  }
}

const totp = (secret: Secret, names: { label?: string; issuer?: string } = {}) =>
  new TOTP({ ...names, secret, algorithm: 'SHA1', digits: DIGITS, period: STEP_SECONDS })
