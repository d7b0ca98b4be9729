import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'

const AuthVerificationSchema = defineEntity({
  name: 'AuthVerification',
  schema: 'stoa_auth',
  properties: {
    id: id('authver'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    entity_id: p.text(),
    entity_type: p.text(),
    code_provider: p.text(),
    code_hash: p.text().hidden().nullable(),
    expires_at: p.datetime().nullable(),
    requested_at: p.datetime(),
    verified_at: p.datetime().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [
    { properties: ['auth_identity', 'entity_id', 'entity_type'], where: 'deleted_at is null' },
    { properties: ['code_hash'], where: 'deleted_at is null' },
  ],
})

/** Whether an identity can be reached where it says, such as by an e-mail address. It can once `verified_at` is set. */
export class AuthVerification extends AuthVerificationSchema.class {}
AuthVerificationSchema.setClass(AuthVerification)
