import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'

const AuthSessionSchema = defineEntity({
  name: 'AuthSession',
  schema: 'stoa_auth',
  properties: {
    id: id('authses'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    actor_type: p.text(),
    actor_id: p.text().nullable(),
    expires_at: p.datetime(),
    revoked_at: p.datetime().nullable(),
    last_used_at: p.datetime().nullable(),
    mfa_completed_at: p.datetime().nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['auth_identity'], where: 'revoked_at is null' }, { properties: ['expires_at'] }],
})

/** Someone who is logged in. A token or cookie is worth nothing once its session is revoked or expired. */
export class AuthSession extends AuthSessionSchema.class {}
AuthSessionSchema.setClass(AuthSession)
