import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { OrderChange } from './order-change.ts'

const OrderChangeActionSchema = defineEntity({
  name: 'OrderChangeAction',
  schema: 'stoa_order',
  properties: {
    id: id('ordchact'),
    order_id: p.text(),
    return_id: p.text().nullable(),
    claim_id: p.text().nullable(),
    exchange_id: p.text().nullable(),
    ordering: p.integer().autoincrement(),
    version: p.integer().nullable(),
    reference: p.text().nullable(),
    reference_id: p.text().nullable(),
    action: p.text(),
    details: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    amount: bigNumber().nullable(),
    internal_note: p.text().nullable(),
    applied: p.boolean().default(false),
    order_change: () => p.manyToOne(OrderChange).deleteRule('cascade').nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['order_change'], where: 'deleted_at is null' }],
})

/** One thing that a change does to an order. */
export class OrderChangeAction extends OrderChangeActionSchema.class {}
OrderChangeActionSchema.setClass(OrderChangeAction)
