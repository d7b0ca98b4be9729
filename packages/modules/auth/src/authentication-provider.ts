import { ProviderRegistry } from '@stoa/kernel'

/** What someone brings to prove who they are, such as an e-mail address and a password. */
export type Credentials = Readonly<Record<string, unknown>>

/** What is kept of an identity. */
export interface Enrollment {
  /** What the provider needs to know them again. Never leaves the module. */
  provider_metadata: Record<string, unknown>
  /** What the provider knows of the person, such as a name. */
  user_metadata?: Record<string, unknown>
}

/** What came of checking credentials. */
export interface Verification {
  valid: boolean
  /** To be kept from now on, such as a hash with newer parameters. */
  provider_metadata?: Record<string, unknown>
}

/**
 * A way to prove who one is. Holds no state: what it must remember is given to it.
 *
 * @see EmailPasswordProvider
 */
export abstract class AuthenticationProvider {
  /** As it stands in the URL: `emailpass`. */
  abstract readonly id: string
  /** What a page to sign in calls it. */
  abstract readonly display_name: string

  /**
   * What names the identity that the credentials are of, in a form that can be compared, such as the e-mail address.
   *
   * @throws StoaError `invalid_data` where it is missing
   */
  abstract entityIdOf(credentials: Credentials): string

  /**
   * What to keep of someone who comes for the first time, or who changes their credentials.
   *
   * @throws StoaError `invalid_data` for credentials that cannot be used
   */
  abstract enroll(credentials: Credentials): Promise<Enrollment>

  /**
   * Checks credentials. Takes the same time whether or not the identity exists.
   *
   * @param kept what `enroll` gave; undefined where there is no such identity
   */
  abstract verify(credentials: Credentials, kept: Record<string, unknown> | undefined): Promise<Verification>
}

/**
 * The ways to sign in that are installed. Register another list under this class to add to them.
 *
 * @example
 * provide(AuthenticationProviders, () => new AuthenticationProviders([new EmailPasswordProvider(), new Card()]))
 */
export class AuthenticationProviders extends ProviderRegistry<AuthenticationProvider> {
  readonly kind = 'authentication provider'
}
