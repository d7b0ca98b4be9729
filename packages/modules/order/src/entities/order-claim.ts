import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderClaimItem } from './order-claim-item.ts'
import { OrderTransaction } from './order-transaction.ts'
import { Return } from './return.ts'

const claimTypes = ['refund', 'replace'] as const

const OrderClaimSchema = defineEntity({
  name: 'OrderClaim',
  schema: 'stoa_order',
  properties: {
    id: id('claim'),
    order_version: p.integer(),
    display_id: p.integer().autoincrement(),
    type: p.enum(claimTypes),
    no_notification: p.boolean().nullable(),
    refund_amount: bigNumber().nullable(),
    created_by: p.text().nullable(),
    canceled_at: p.datetime().nullable(),
    metadata: metadata(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    return: () => p.manyToOne(Return).nullable(),
    items: () =>
      p
        .oneToMany(OrderClaimItem)
        .mappedBy('claim')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    transactions: () => p.oneToMany(OrderTransaction).mappedBy('claim').orderBy({ id: 'asc' }),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['return'], where: 'deleted_at is null' },
  ],
})

/** What was wrong with goods that were sent, and what the shop does about it. */
export class OrderClaim extends OrderClaimSchema.class {}
OrderClaimSchema.setClass(OrderClaim)
