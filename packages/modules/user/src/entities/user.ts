import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { EmailType } from '../email.ts'

const UserSchema = defineEntity({
  name: 'User',
  schema: 'stoa_user',
  properties: {
    id: id('user'),
    first_name: p.text().nullable(),
    last_name: p.text().nullable(),
    email: p.type(EmailType),
    avatar_url: p.text().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [{ properties: ['email'], where: 'deleted_at is null' }],
})

/** Someone who runs the shop. */
export class User extends UserSchema.class {}
UserSchema.setClass(User)
