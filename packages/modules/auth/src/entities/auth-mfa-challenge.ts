import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'
import { AuthSession } from './auth-session.ts'

const AuthMfaChallengeSchema = defineEntity({
  name: 'AuthMfaChallenge',
  schema: 'stoa_auth',
  properties: {
    id: id('authmfach'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    auth_session: () => p.manyToOne(AuthSession).deleteRule('cascade').updateRule('cascade'),
    auth_provider: p.text().nullable(),
    attempts: p.integer().default(0),
    completed_at: p.datetime().nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['auth_session'] }],
  indexes: [{ properties: ['auth_identity'] }],
})

/** What stands between a password and an open session. It lasts as long as that session. */
export class AuthMfaChallenge extends AuthMfaChallengeSchema.class {}
AuthMfaChallengeSchema.setClass(AuthMfaChallenge)
