import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthMfaFactor } from './auth-mfa-factor.ts'
import { AuthMfaRecoveryCode } from './auth-mfa-recovery-code.ts'
import { AuthPasswordResetToken } from './auth-password-reset-token.ts'
import { AuthVerification } from './auth-verification.ts'
import { ProviderIdentity } from './provider-identity.ts'

const AuthIdentitySchema = defineEntity({
  name: 'AuthIdentity',
  schema: 'stoa_auth',
  properties: {
    id: id('authid'),
    provider_identities: () =>
      p.oneToMany(ProviderIdentity).mappedBy('auth_identity').cascade(Cascade.PERSIST, Cascade.REMOVE),
    password_reset_tokens: () =>
      p.oneToMany(AuthPasswordResetToken).mappedBy('auth_identity').cascade(Cascade.PERSIST, Cascade.REMOVE),
    verifications: () =>
      p.oneToMany(AuthVerification).mappedBy('auth_identity').cascade(Cascade.PERSIST, Cascade.REMOVE),
    mfa_factors: () =>
      p.oneToMany(AuthMfaFactor).mappedBy('auth_identity').cascade(Cascade.PERSIST, Cascade.REMOVE),
    mfa_recovery_codes: () =>
      p.oneToMany(AuthMfaRecoveryCode).mappedBy('auth_identity').cascade(Cascade.PERSIST, Cascade.REMOVE),
    mfa_enabled_at: p.datetime().hidden().nullable(),
    mfa_failures: p.integer().default(0).hidden(),
    mfa_blocked_until: p.datetime().hidden().nullable(),
    app_metadata: p.json<Record<string, unknown>>().nullable(),
    ...timestamps,
  },
})

/** Someone who can prove who they are. Which customer or user that is stands in `app_metadata`. */
export class AuthIdentity extends AuthIdentitySchema.class {}
AuthIdentitySchema.setClass(AuthIdentity)
