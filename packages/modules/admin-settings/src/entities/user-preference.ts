import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const UserPreferenceSchema = defineEntity({
  name: 'UserPreference',
  schema: 'stoa_settings',
  properties: {
    id: id('usrpref'),
    user_id: p.text(),
    key: p.text(),
    value: p.json<unknown>(),
    ...timestamps,
  },
  uniques: [{ properties: ['user_id', 'key'], where: 'deleted_at is null' }],
})

/** Something that a user chose once, by a key. */
export class UserPreference extends UserPreferenceSchema.class {}
UserPreferenceSchema.setClass(UserPreference)
