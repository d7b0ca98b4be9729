import { StoaError } from '@stoa/kernel'
import {
  AuthenticationProvider,
  type Credentials,
  type Enrollment,
  type Verification,
} from './authentication-provider.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'

const LONGEST_PASSWORD = 1024

/** Knows people by an e-mail address and a password. Of the password it keeps an Argon2id hash. */
export class EmailPasswordProvider extends AuthenticationProvider {
  readonly id = 'emailpass'
  readonly display_name = 'E-mail and password'

  entityIdOf(credentials: Credentials): string {
    return textOf(credentials, 'email').trim().toLowerCase()
  }

  async enroll(credentials: Credentials): Promise<Enrollment> {
    return { provider_metadata: { password: await hashPassword(textOf(credentials, 'password')) } }
  }

  async verify(credentials: Credentials, kept?: Record<string, unknown>): Promise<Verification> {
    const password = textOf(credentials, 'password')
    const encoded = kept?.password
    if (typeof encoded !== 'string') {
      // As much work as for someone who is known, so that the time it takes tells nothing.
      await hashPassword(password)
      return { valid: false }
    }
    const valid = await verifyPassword(encoded, password)
    if (!valid || !isOutdated(encoded)) return { valid }
    return { valid, provider_metadata: { password: await hashPassword(password) } }
  }
}

function textOf(credentials: Credentials, name: string): string {
  const value = credentials[name]
  if (typeof value !== 'string' || value.trim() === '') {
    throw new StoaError('invalid_data', `Field '${name}' is required and must be a text that is not empty.`)
  }
  if (value.length > LONGEST_PASSWORD) {
    throw new StoaError('invalid_data', `Field '${name}' may have at most ${LONGEST_PASSWORD} characters.`)
  }
  return value
}
