import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderExchangeItem } from './order-exchange-item.ts'
import { OrderTransaction } from './order-transaction.ts'
import { Return } from './return.ts'

const OrderExchangeSchema = defineEntity({
  name: 'OrderExchange',
  schema: 'stoa_order',
  properties: {
    id: id('oexc'),
    order_version: p.integer(),
    display_id: p.integer().autoincrement(),
    no_notification: p.boolean().nullable(),
    difference_due: bigNumber().nullable(),
    allow_backorder: p.boolean().default(false),
    created_by: p.text().nullable(),
    metadata: metadata(),
    canceled_at: p.datetime().nullable(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    return: () => p.manyToOne(Return).nullable(),
    additional_items: () =>
      p
        .oneToMany(OrderExchangeItem)
        .mappedBy('exchange')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    transactions: () => p.oneToMany(OrderTransaction).mappedBy('exchange').orderBy({ id: 'asc' }),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['return'], where: 'deleted_at is null' },
  ],
})

/** Goods that go back, and others that are sent for them. */
export class OrderExchange extends OrderExchangeSchema.class {}
OrderExchangeSchema.setClass(OrderExchange)
