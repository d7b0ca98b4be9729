import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Notification } from './notification.ts'

const NotificationProviderSchema = defineEntity({
  name: 'NotificationProvider',
  schema: 'stoa_notification',
  properties: {
    id: id('notpro'),
    handle: p.text(),
    name: p.text(),
    is_enabled: p.boolean().default(true),
    channels: p.array().default([]),
    notifications: () => p.oneToMany(Notification).mappedBy('provider'),
    ...timestamps,
  },
  uniques: [{ properties: ['handle'], where: 'deleted_at is null' }],
})

/** A service that carries messages, as it is or was installed. Its handle is the id of its strategy. */
export class NotificationProvider extends NotificationProviderSchema.class {}
NotificationProviderSchema.setClass(NotificationProvider)
