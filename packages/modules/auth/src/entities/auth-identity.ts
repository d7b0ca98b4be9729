import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
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
    app_metadata: p.json<Record<string, unknown>>().nullable(),
    ...timestamps,
  },
})

/** Someone who can prove who they are. Which customer or user that is stands in `app_metadata`. */
export class AuthIdentity extends AuthIdentitySchema.class {}
AuthIdentitySchema.setClass(AuthIdentity)
