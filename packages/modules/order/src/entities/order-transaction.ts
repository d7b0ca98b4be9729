import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderClaim } from './order-claim.ts'
import { OrderExchange } from './order-exchange.ts'
import { Return } from './return.ts'

const OrderTransactionSchema = defineEntity({
  name: 'OrderTransaction',
  schema: 'stoa_order',
  properties: {
    id: id('ordtrx'),
    version: p.integer().default(1),
    amount: bigNumber(),
    currency_code: p.text(),
    reference: p.text().nullable(),
    reference_id: p.text().nullable(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    return: () => p.manyToOne(Return).nullable(),
    claim: () => p.manyToOne(OrderClaim).nullable(),
    exchange: () => p.manyToOne(OrderExchange).nullable(),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['return'], where: 'deleted_at is null' },
    { properties: ['claim'], where: 'deleted_at is null' },
    { properties: ['exchange'], where: 'deleted_at is null' },
  ],
})

/** Money that moved for an order. */
export class OrderTransaction extends OrderTransactionSchema.class {}
OrderTransactionSchema.setClass(OrderTransaction)
