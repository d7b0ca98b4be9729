import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { NotificationProvider } from './notification-provider.ts'

const statuses = ['pending', 'success', 'failure'] as const

const NotificationSchema = defineEntity({
  name: 'Notification',
  schema: 'stoa_notification',
  properties: {
    id: id('noti'),
    to: p.text(),
    from: p.text().nullable(),
    channel: p.text(),
    template: p.text().nullable(),
    data: p.json<Record<string, unknown>>().nullable(),
    provider_data: p.json<Record<string, unknown>>().nullable(),
    trigger_type: p.text().nullable(),
    resource_id: p.text().nullable(),
    resource_type: p.text().nullable(),
    receiver_id: p.text().nullable(),
    original_notification_id: p.text().nullable(),
    idempotency_key: p.text().nullable(),
    external_id: p.text().nullable(),
    status: p.enum(statuses).default('pending'),
    provider: () => p.manyToOne(NotificationProvider).nullable(),
    search_document: p.text().hidden().nullable().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['idempotency_key'], where: 'deleted_at is null' }],
  indexes: [
    { properties: ['receiver_id'], where: 'deleted_at is null' },
    { properties: ['provider'], where: 'deleted_at is null' },
    { properties: ['created_at', 'id'], where: 'deleted_at is null' },
    { properties: ['channel', 'created_at', 'id'], where: 'deleted_at is null' },
  ],
})

/** A message to somebody, and what became of it. */
export class Notification extends NotificationSchema.class {}
NotificationSchema.setClass(Notification)
