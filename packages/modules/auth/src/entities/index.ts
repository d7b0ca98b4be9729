import { AuthIdentity } from './auth-identity.ts'
import { AuthMfaChallenge } from './auth-mfa-challenge.ts'
import { AuthMfaFactor } from './auth-mfa-factor.ts'
import { AuthMfaRecoveryCode } from './auth-mfa-recovery-code.ts'
import { AuthPasswordResetToken } from './auth-password-reset-token.ts'
import { AuthSession } from './auth-session.ts'
import { AuthVerification } from './auth-verification.ts'
import { ProviderIdentity } from './provider-identity.ts'

/** The entities that have generated storage. */
export const stored = {
  AuthIdentity,
  AuthPasswordResetToken,
  AuthSession,
  AuthVerification,
  ProviderIdentity,
}

/** Every entity of the module, by its name. What makes a second factor is written by `MfaService` alone. */
export const entities = { ...stored, AuthMfaChallenge, AuthMfaFactor, AuthMfaRecoveryCode }
