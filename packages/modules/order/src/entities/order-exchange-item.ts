import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderExchange } from './order-exchange.ts'
import { OrderLineItem } from './order-line-item.ts'

const OrderExchangeItemSchema = defineEntity({
  name: 'OrderExchangeItem',
  schema: 'stoa_order',
  properties: {
    id: id('oexcitem'),
    quantity: bigNumber(),
    note: p.text().nullable(),
    metadata: metadata(),
    exchange: () => p.manyToOne(OrderExchange).deleteRule('cascade'),
    item: () => p.manyToOne(OrderLineItem),
    ...timestamps,
  },
  indexes: [
    { properties: ['exchange'], where: 'deleted_at is null' },
    { properties: ['item'], where: 'deleted_at is null' },
  ],
})

/** How many of a line are sent with an exchange. */
export class OrderExchangeItem extends OrderExchangeItemSchema.class {}
OrderExchangeItemSchema.setClass(OrderExchangeItem)
