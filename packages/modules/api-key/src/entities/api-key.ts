import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

/** What a key opens. */
export const apiKeyTypes = ['publishable', 'secret'] as const

const ApiKeySchema = defineEntity({
  name: 'ApiKey',
  schema: 'stoa_api_key',
  properties: {
    id: id('apk'),
    token: p.text(),
    salt: p.text().default('').hidden(),
    redacted: p.text(),
    title: p.text(),
    type: p.enum(apiKeyTypes),
    last_used_at: p.datetime().nullable(),
    created_by: p.text(),
    revoked_by: p.text().nullable(),
    revoked_at: p.datetime().nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['token'], where: 'deleted_at is null' }],
})

/** A key that opens the API: a publishable one the store API, a secret one the admin API. */
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey)
