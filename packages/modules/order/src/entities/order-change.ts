import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderChangeAction } from './order-change-action.ts'

const orderChangeStatuses = ['confirmed', 'declined', 'requested', 'pending', 'canceled'] as const

const OrderChangeSchema = defineEntity({
  name: 'OrderChange',
  schema: 'stoa_order',
  properties: {
    id: id('ordch'),
    return_id: p.text().nullable(),
    claim_id: p.text().nullable(),
    exchange_id: p.text().nullable(),
    version: p.integer(),
    change_type: p.text().nullable(),
    description: p.text().nullable(),
    status: p.enum(orderChangeStatuses).default('pending'),
    internal_note: p.text().nullable(),
    created_by: p.text().nullable(),
    requested_by: p.text().nullable(),
    requested_at: p.datetime().nullable(),
    confirmed_by: p.text().nullable(),
    confirmed_at: p.datetime().nullable(),
    declined_by: p.text().nullable(),
    declined_reason: p.text().nullable(),
    metadata: metadata(),
    declined_at: p.datetime().nullable(),
    canceled_by: p.text().nullable(),
    canceled_at: p.datetime().nullable(),
    carry_over_promotions: p.boolean().nullable(),
    no_notification: p.boolean().nullable(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    actions: () =>
      p
        .oneToMany(OrderChangeAction)
        .mappedBy('order_change')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ ordering: 'asc' }),
    ...timestamps,
  },
  indexes: [{ properties: ['order'], where: 'deleted_at is null' }],
})

/** What is to change in an order, or has changed: asked for, then confirmed, declined or cancelled. */
export class OrderChange extends OrderChangeSchema.class {}
OrderChangeSchema.setClass(OrderChange)
