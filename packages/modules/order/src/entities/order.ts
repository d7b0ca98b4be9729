import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { OrderAddress } from './order-address.ts'
import { OrderCreditLine } from './order-credit-line.ts'
import { OrderItem } from './order-item.ts'
import { OrderShipping } from './order-shipping.ts'
import { OrderSummary } from './order-summary.ts'
import { OrderTransaction } from './order-transaction.ts'
import { Return } from './return.ts'

const orderStatuses = ['pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action'] as const

const OrderSchema = defineEntity({
  name: 'Order',
  schema: 'stoa_order',
  properties: {
    id: id('order'),
    display_id: p.integer().autoincrement(),
    custom_display_id: p.text().nullable(),
    region_id: p.text().nullable(),
    customer_id: p.text().nullable(),
    version: p.integer().default(1),
    sales_channel_id: p.text().nullable(),
    status: p.enum(orderStatuses).default('pending'),
    is_draft_order: p.boolean().default(false),
    email: p.text().nullable(),
    currency_code: p.text(),
    locale: p.text().nullable(),
    no_notification: p.boolean().nullable(),
    metadata: metadata(),
    canceled_at: p.datetime().nullable(),
    shipping_address: () => p.manyToOne(OrderAddress).nullable(),
    billing_address: () => p.manyToOne(OrderAddress).nullable(),
    summaries: () => p.oneToMany(OrderSummary).mappedBy('order').cascade(Cascade.PERSIST, Cascade.REMOVE),
    items: () => p.oneToMany(OrderItem).mappedBy('order').cascade(Cascade.PERSIST, Cascade.REMOVE),
    shipping_methods: () =>
      p.oneToMany(OrderShipping).mappedBy('order').cascade(Cascade.PERSIST, Cascade.REMOVE),
    transactions: () =>
      p.oneToMany(OrderTransaction).mappedBy('order').cascade(Cascade.PERSIST, Cascade.REMOVE),
    credit_lines: () =>
      p.oneToMany(OrderCreditLine).mappedBy('order').cascade(Cascade.PERSIST, Cascade.REMOVE),
    returns: () => p.oneToMany(Return).mappedBy('order').orderBy({ id: 'asc' }),
    search_document: p.text().hidden().nullable().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['custom_display_id'], where: 'deleted_at is null' }],
  indexes: [
    { properties: ['customer_id', 'id'], where: 'deleted_at is null' },
    { properties: ['shipping_address'], where: 'deleted_at is null' },
    { properties: ['billing_address'], where: 'deleted_at is null' },
  ],
})

/** What was bought. */
export class Order extends OrderSchema.class {}
OrderSchema.setClass(Order)
