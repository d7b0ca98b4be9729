import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'

const OrderSummarySchema = defineEntity({
  name: 'OrderSummary',
  schema: 'stoa_order',
  properties: {
    id: id('ordsum'),
    version: p.integer().default(1),
    totals: p.json<Record<string, unknown>>(),
    /** Taken out of `totals` by PostgreSQL, so that orders can be found by what they come to. */
    current_order_total: bigNumber()
      .nullable()
      .generated("((totals ->> 'current_order_total')::numeric) stored"),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['current_order_total'], where: 'deleted_at is null' },
  ],
})

/** What one version of an order comes to. */
export class OrderSummary extends OrderSummarySchema.class {}
OrderSummarySchema.setClass(OrderSummary)
