import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderClaim } from './order-claim.ts'
import { OrderExchange } from './order-exchange.ts'
import { OrderTransaction } from './order-transaction.ts'
import { ReturnItem } from './return-item.ts'

const returnStatuses = ['open', 'requested', 'received', 'partially_received', 'canceled'] as const

const ReturnSchema = defineEntity({
  name: 'Return',
  schema: 'stoa_order',
  properties: {
    id: id('return'),
    order_version: p.integer(),
    display_id: p.integer().autoincrement(),
    status: p.enum(returnStatuses).default('open'),
    location_id: p.text().nullable(),
    no_notification: p.boolean().nullable(),
    refund_amount: bigNumber().nullable(),
    created_by: p.text().nullable(),
    metadata: metadata(),
    requested_at: p.datetime().nullable(),
    received_at: p.datetime().nullable(),
    canceled_at: p.datetime().nullable(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    exchange: () => p.manyToOne(OrderExchange).nullable(),
    claim: () => p.manyToOne(OrderClaim).nullable(),
    items: () =>
      p
        .oneToMany(ReturnItem)
        .mappedBy('return')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    transactions: () => p.oneToMany(OrderTransaction).mappedBy('return').orderBy({ id: 'asc' }),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['exchange'], where: 'deleted_at is null' },
    { properties: ['claim'], where: 'deleted_at is null' },
  ],
})

/** Goods that go back to the shop. */
export class Return extends ReturnSchema.class {}
ReturnSchema.setClass(Return)
