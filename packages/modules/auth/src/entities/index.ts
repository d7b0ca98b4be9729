import { AuthIdentity } from './auth-identity.ts'
import { AuthPasswordResetToken } from './auth-password-reset-token.ts'
import { AuthSession } from './auth-session.ts'
import { AuthVerification } from './auth-verification.ts'
import { ProviderIdentity } from './provider-identity.ts'

/** Every entity of the module, by its name. */
export const entities = {
  AuthIdentity,
  AuthPasswordResetToken,
  AuthSession,
  AuthVerification,
  ProviderIdentity,
}
