import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'

const AuthMfaFactorSchema = defineEntity({
  name: 'AuthMfaFactor',
  schema: 'stoa_auth',
  properties: {
    id: id('authmfa'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    provider: p.text(),
    status: p.text(),
    provider_metadata: p.json<{ sealed: string }>().hidden().nullable(),
    last_counter: p.bigint('number').hidden().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [
    {
      properties: ['auth_identity', 'provider'],
      where: "deleted_at is null and status in ('pending', 'enabled')",
    },
  ],
})

/** Something that an identity proves itself with beside its password, such as an authenticator app. Its secret is sealed. */
export class AuthMfaFactor extends AuthMfaFactorSchema.class {}
AuthMfaFactorSchema.setClass(AuthMfaFactor)
