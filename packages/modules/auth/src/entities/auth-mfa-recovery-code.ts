import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'

const AuthMfaRecoveryCodeSchema = defineEntity({
  name: 'AuthMfaRecoveryCode',
  schema: 'stoa_auth',
  properties: {
    id: id('authmfarec'),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    code_hash: p.text().hidden(),
    ...timestamps,
  },
  uniques: [{ properties: ['auth_identity', 'code_hash'], where: 'deleted_at is null' }],
})

/** What replaces a factor that is lost, once. */
export class AuthMfaRecoveryCode extends AuthMfaRecoveryCodeSchema.class {}
AuthMfaRecoveryCodeSchema.setClass(AuthMfaRecoveryCode)
