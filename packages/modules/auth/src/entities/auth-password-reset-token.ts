import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'
import { ProviderIdentity } from './provider-identity.ts'

const AuthPasswordResetTokenSchema = defineEntity({
  name: 'AuthPasswordResetToken',
  schema: 'stoa_auth',
  properties: {
    id: id('authprt'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    provider_identity: () => p.manyToOne(ProviderIdentity).deleteRule('cascade'),
    entity_id: p.text(),
    actor_type: p.text(),
    token_hash: p.text().hidden(),
    expires_at: p.datetime(),
    ...timestamps,
  },
  uniques: [{ properties: ['token_hash'], where: 'deleted_at is null' }],
  indexes: [
    { properties: ['auth_identity'], where: 'deleted_at is null' },
    { properties: ['provider_identity'], where: 'deleted_at is null' },
  ],
})

/** A permission to set a new password, good for one time. */
export class AuthPasswordResetToken extends AuthPasswordResetTokenSchema.class {}
AuthPasswordResetTokenSchema.setClass(AuthPasswordResetToken)
