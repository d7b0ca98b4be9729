import { ProviderRegistry } from '@stoa/kernel'

/** For whom a factor is set up. */
export interface MfaEnrollee {
  /** What they will know the account by, such as their e-mail address. */
  account: string
  /** What they will know the shop by. */
  issuer?: string | undefined
}

/** A factor that is being set up. */
export interface MfaEnrollment {
  /** What the provider needs to check codes. It is stored sealed, and never shown. */
  kept: Readonly<Record<string, unknown>>
  /** What its owner types into an app, shown this one time. */
  secret?: string
  /** The same, for an app that scans it. */
  otpauth_url?: string
}

/** What came of checking a code. */
export interface MfaVerification {
  valid: boolean
  /**
   * A number that is higher for each code than for those before it. A code whose number is not above that of the last one that was
   * accepted is refused, so that each works once.
   */
  counter?: number
}

/**
 * A kind of second factor. Holds no state: what it must remember is given to it.
 *
 * @see TotpProvider
 */
export abstract class MfaProvider {
  /** As clients name it, such as `totp`. Not `recovery_code`. */
  abstract readonly id: string

  /** What to keep of a factor that is set up, and what to show its owner. */
  abstract enroll(enrollee: MfaEnrollee): Promise<MfaEnrollment>

  /**
   * Checks a code.
   *
   * @param kept what `enroll` gave
   */
  abstract verify(code: string, kept: Readonly<Record<string, unknown>>): Promise<MfaVerification>
}

/**
 * The kinds of second factors that are installed. Register another list under this class to add to them.
 *
 * @example
 * provide(MfaProviders, () => new MfaProviders([new TotpProvider({ issuer: 'My shop' }), new Passkey()]))
 */
export class MfaProviders extends ProviderRegistry<MfaProvider> {
  readonly kind = 'MFA provider'
}
