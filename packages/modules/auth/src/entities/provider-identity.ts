import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { AuthIdentity } from './auth-identity.ts'
import { AuthPasswordResetToken } from './auth-password-reset-token.ts'

const ProviderIdentitySchema = defineEntity({
  name: 'ProviderIdentity',
  schema: 'stoa_auth',
  properties: {
    id: id('provid'),
    entity_id: p.text(),
    provider: p.text(),
    auth_identity: () => p.manyToOne(AuthIdentity).deleteRule('cascade'),
    password_reset_tokens: () =>
      p
        .oneToMany(AuthPasswordResetToken)
        .mappedBy('provider_identity')
        .cascade(Cascade.PERSIST, Cascade.REMOVE),
    user_metadata: p.json<Record<string, unknown>>().nullable(),
    provider_metadata: p.json<Record<string, unknown>>().hidden().nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['entity_id', 'provider'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['auth_identity'], where: 'deleted_at is null' }],
})

/** One way in which an identity proves itself, such as an e-mail address and a password. */
export class ProviderIdentity extends ProviderIdentitySchema.class {}
ProviderIdentitySchema.setClass(ProviderIdentity)
