import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { EmailType } from '../email.ts'

const InviteSchema = defineEntity({
  name: 'Invite',
  schema: 'stoa_user',
  properties: {
    id: id('invite'),
    email: p.type(EmailType),
    accepted: p.boolean().default(false),
    token: p.text(),
    expires_at: p.datetime(),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [
    { properties: ['email'], where: 'deleted_at is null' },
    { properties: ['token'], where: 'deleted_at is null' },
  ],
})

/** An invitation to become a user. Whoever has its token may accept it. */
export class Invite extends InviteSchema.class {}
InviteSchema.setClass(Invite)
