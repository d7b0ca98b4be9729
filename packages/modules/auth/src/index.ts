export type { Login } from './actors.ts'
export { AuthOptions } from './auth-options.ts'
export {
  AuthenticationProvider,
  AuthenticationProviders,
  type Credentials,
  type Enrollment,
  type Verification,
} from './authentication-provider.ts'
export { EmailPasswordProvider } from './email-password-provider.ts'
export { AuthIdentity } from './entities/auth-identity.ts'
export { AuthMfaChallenge } from './entities/auth-mfa-challenge.ts'
export { AuthMfaFactor } from './entities/auth-mfa-factor.ts'
export { AuthMfaRecoveryCode } from './entities/auth-mfa-recovery-code.ts'
export { AuthPasswordResetToken } from './entities/auth-password-reset-token.ts'
export { AuthSession } from './entities/auth-session.ts'
export { AuthVerification } from './entities/auth-verification.ts'
export { ProviderIdentity } from './entities/provider-identity.ts'
export type { MfaAnswer, MfaChallenge } from './mfa/challenges.ts'
export type { DisabledMfaFactor, MfaFactor, NewMfaFactor, StartedMfaFactor } from './mfa/factors.ts'
export {
  type MfaEnrollee,
  type MfaEnrollment,
  MfaProvider,
  MfaProviders,
  type MfaVerification,
} from './mfa/mfa-provider.ts'
export { MfaService } from './mfa/mfa-service.ts'
export { TotpProvider } from './mfa/totp-provider.ts'
export { authModule } from './module.ts'
export { hashPassword, verifyPassword } from './password.ts'
export { type AuthenticatedIdentity, AuthService } from './service.ts'
export { type SessionClaims, SessionTokens, type SignedClaims } from './session-tokens.ts'
export type { NewSession, OpenedSession, Proof, RenewedSession } from './sessions.ts'
export type { Confirmation, NewVerification, RequestedVerification } from './verifications.ts'
