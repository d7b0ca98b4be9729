import { defineField, defineRelation } from '@stoa/query'
import { orderFulfillment, orderPaymentCollection, orderPromotion, returnFulfillment } from './links.ts'

/** A relation by a plain id that leads into another module. */
const reference = (entity: string, name: string, target: string, column: string, table: string) =>
  defineRelation({
    entity,
    name,
    target,
    many: false,
    join: (parent, self) => ({ from: `${table} ${self}`, where: [`${self}.id = ${parent}.${column}`] }),
  })

/**
 * The payment status as a shopkeeper reads it: what the payments say, all collections taken together but those that were
 * given up.
 */
const paymentStatus = (order: string) => `coalesce((
  select case
    when sums.refunded > 0 and sums.refunded >= sums.captured then 'refunded'
    when sums.refunded > 0 then 'partially_refunded'
    when sums.is_canceled then 'canceled'
    when sums.amount = 0 or sums.captured >= sums.amount then 'captured'
    when sums.captured > 0 then 'partially_captured'
    when sums.authorized >= sums.amount then 'authorized'
    when sums.authorized > 0 then 'partially_authorized'
    when sums.is_awaiting then 'awaiting'
    else 'not_paid' end
  from (
    select sum(coalesce(c.refunded_amount, 0)) as refunded, sum(coalesce(c.captured_amount, 0)) as captured,
      sum(coalesce(c.authorized_amount, 0)) as authorized,
      coalesce(sum(c.amount) filter (where c.status <> 'canceled'), 0) as amount,
      bool_and(c.status = 'canceled') as is_canceled, bool_or(c.status = 'awaiting') as is_awaiting
    from stoa_link.order_payment_collection link
    join stoa_payment.payment_collection c on c.id = link.payment_collection_id and c.deleted_at is null
    where link.order_id = ${order}.id having count(*) > 0) sums), 'not_paid')`

/** How far the goods have come: what is furthest for all of them, or partly so. */
const fulfillmentStatus = (order: string) => `coalesce((
  select case
    when ${order}.canceled_at is not null then 'canceled'
    when sum(i.delivered_quantity) >= sum(i.quantity) then 'delivered'
    when sum(i.delivered_quantity) > 0 then 'partially_delivered'
    when sum(i.shipped_quantity) >= sum(i.quantity) then 'shipped'
    when sum(i.shipped_quantity) > 0 then 'partially_shipped'
    when sum(i.fulfilled_quantity) >= sum(i.quantity) then 'fulfilled'
    when sum(i.fulfilled_quantity) > 0 then 'partially_fulfilled'
    else 'not_fulfilled' end
  from stoa_order.order_item i
  where i.order_id = ${order}.id and i.version = ${order}.version and i.deleted_at is null having sum(i.quantity) > 0), 'not_fulfilled')`

/** What orders can be read together with. */
export const salesGraph = [
  orderPaymentCollection,
  orderPromotion,
  orderFulfillment,
  returnFulfillment,
  reference('order', 'region', 'region', 'region_id', 'stoa_region.region'),
  reference('order', 'customer', 'customer', 'customer_id', 'stoa_customer.customer'),
  reference(
    'order',
    'sales_channel',
    'sales_channel',
    'sales_channel_id',
    'stoa_sales_channel.sales_channel',
  ),
  reference('order_line_item', 'product', 'product', 'product_id', 'stoa_product.product'),
  reference('order_line_item', 'variant', 'product_variant', 'variant_id', 'stoa_product.product_variant'),
  defineField('order', 'payment_status', paymentStatus),
  defineField('order', 'fulfillment_status', fulfillmentStatus),
]
