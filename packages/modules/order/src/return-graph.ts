import { defineCompute, defineRelation } from '@stoa/query'
import { adjustments, detail } from './graph-parts.ts'
import { addReturnTotals, readForReturnTotals, returnTotalFields } from './returns/return-totals.ts'

/** Whose items these are: a table with `order_id`, and the column that leads there. */
interface Owner {
  table: string
  column: string
}

/** The line of an item, as it is in the order's current version. */
const lineOf = ({ table, column }: Owner, item: string, self: string) => [
  `${self}.item_id = ${item}.item_id`,
  `${self}.deleted_at is null`,
  `(${self}.order_id, ${self}.version) = (select o.id, o.version from stoa_order."${table}" owner
    join stoa_order."order" o on o.id = owner.order_id where owner.id = ${item}.${column})`,
]

/** What an item of a return, an exchange or a claim has of its order: the line, and how many of it are where. */
const lineRelations = (entity: string, owner: Owner) => [
  defineRelation({
    entity,
    name: 'detail',
    target: 'order_item',
    many: false,
    join: (item, self) => ({ from: `stoa_order.order_item ${self}`, where: lineOf(owner, item, self) }),
  }),
  defineRelation({
    entity,
    name: 'item',
    target: 'order_line_item',
    many: false,
    join: (item, self) => ({
      from: `stoa_order.order_item ${self}_via join stoa_order.order_line_item ${self} on ${self}.id = ${self}_via.item_id`,
      where: lineOf(owner, item, `${self}_via`),
    }),
    relations: { adjustments: adjustments('order_line_item_adjustment', 'item_id') },
  }),
]

/** The shipping methods that a return, an exchange or a claim brought into its order. */
const shippingMethods = (entity: string, column: string) =>
  defineRelation({
    entity,
    name: 'shipping_methods',
    target: 'order_shipping_method',
    many: true,
    join: (parent, self) => ({
      from: `stoa_order.order_shipping ${self}_via join stoa_order.order_shipping_method ${self} on ${self}.id = ${self}_via.shipping_method_id`,
      where: [
        `${self}_via.${column} = ${parent}.id`,
        `${self}_via.version = (select o.version from stoa_order."order" o where o.id = ${parent}.order_id)`,
        `${self}_via.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
    relations: {
      detail: detail('order_shipping'),
      adjustments: adjustments('order_shipping_method_adjustment', 'shipping_method_id'),
    },
    fields: { order_id: (method) => `${method}_via.order_id` },
  })

/** The items of a claim: those that something is wrong with, or those that are sent instead. */
const claimItems = (name: string, is_additional_item: boolean) =>
  defineRelation({
    entity: 'order_claim',
    name,
    target: 'order_claim_item',
    many: true,
    join: (claim, self) => ({
      from: `stoa_order.order_claim_item ${self}`,
      where: [
        `${self}.claim_id = ${claim}.id`,
        `${self}.is_additional_item = ${is_additional_item}`,
        `${self}.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
  })

/** What queries can know of returns, exchanges and claims beyond their columns. */
export const returnGraph = [
  ...lineRelations('return_item', { table: 'return', column: 'return_id' }),
  shippingMethods('return', 'return_id'),
  defineCompute('return', {
    fields: returnTotalFields,
    requires: readForReturnTotals,
    in_star: true,
    compute: addReturnTotals,
  }),
  ...lineRelations('order_exchange_item', { table: 'order_exchange', column: 'exchange_id' }),
  shippingMethods('order_exchange', 'exchange_id'),
  ...lineRelations('order_claim_item', { table: 'order_claim', column: 'claim_id' }),
  shippingMethods('order_claim', 'claim_id'),
  claimItems('claim_items', false),
  claimItems('additional_items', true),
]
