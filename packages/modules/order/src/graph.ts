import { defineCompute, defineField, defineRelation, raw } from '@stoa/query'
import { addOrderTotals, nestedTotalFields, orderTotalFields } from './totals.ts'

const quantities =
  `quantity fulfilled_quantity shipped_quantity return_requested_quantity return_received_quantity
  return_dismissed_quantity written_off_quantity`.split(/\s+/)

/** The summary of the order's version, each amount with its exact twin. */
const summary = (order: string) => `(
  select jsonb_object_agg(e.key, e.value)
    || jsonb_object_agg('raw_' || e.key, jsonb_build_object('value', e.value #>> '{}', 'precision', 20))
  from stoa_order.order_summary s, jsonb_each(s.totals) e
  where s.order_id = ${order}.id and s.version = ${order}.version and s.deleted_at is null)`

/** The discounts that belong to the version of the order by which a line was reached. */
const adjustments = (target: string, key: string) => ({
  target,
  many: true,
  join: (line: string, self: string) => ({
    from: `stoa_order.${target} ${self}`,
    where: [`${self}.${key} = ${line}.id`, `${self}.version = ${line}_via.version`],
    order: `${self}.id`,
  }),
})

/** What queries can know of an order beyond its columns: lines and shipping are those of its current version. */
export const orderGraph = [
  defineRelation({
    entity: 'order',
    name: 'items',
    target: 'order_line_item',
    many: true,
    join: (order, self) => ({
      from: `stoa_order.order_item ${self}_via join stoa_order.order_line_item ${self} on ${self}.id = ${self}_via.item_id`,
      where: [
        `${self}_via.order_id = ${order}.id`,
        `${self}_via.version = ${order}.version`,
        `${self}_via.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
    relations: {
      detail: {
        target: 'order_item',
        many: false,
        join: (item, self) => ({
          from: `stoa_order.order_item ${self}`,
          where: [`${self}.id = ${item}_via.id`],
        }),
      },
      adjustments: adjustments('order_line_item_adjustment', 'item_id'),
    },
    fields: {
      quantity: (item) => `trim_scale(${item}_via.quantity)`,
      raw_quantity: (item) => raw(`${item}_via.quantity`),
      raw_unit_price: (item) => raw(`coalesce(${item}_via.unit_price, ${item}.unit_price)`),
      unit_price: (item) => `trim_scale(coalesce(${item}_via.unit_price, ${item}.unit_price))`,
      line_item_metadata: (item) => `${item}.metadata`,
    },
  }),
  defineRelation({
    entity: 'order',
    name: 'shipping_methods',
    target: 'order_shipping_method',
    many: true,
    join: (order, self) => ({
      from: `stoa_order.order_shipping ${self}_via join stoa_order.order_shipping_method ${self} on ${self}.id = ${self}_via.shipping_method_id`,
      where: [
        `${self}_via.order_id = ${order}.id`,
        `${self}_via.version = ${order}.version`,
        `${self}_via.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
    relations: {
      detail: {
        target: 'order_shipping',
        many: false,
        join: (method, self) => ({
          from: `stoa_order.order_shipping ${self}`,
          where: [`${self}.id = ${method}_via.id`],
        }),
      },
      adjustments: adjustments('order_shipping_method_adjustment', 'shipping_method_id'),
    },
    fields: { order_id: (method) => `${method}_via.order_id` },
  }),
  defineField('order', 'summary', summary),
  defineCompute('order', {
    fields: [...orderTotalFields, ...nestedTotalFields],
    requires: [
      'currency_code',
      ...['quantity', 'unit_price', 'is_tax_inclusive'].map((name) => `items.${name}`),
      ...quantities.map((name) => `items.detail.${name}`),
      ...['amount', 'is_tax_inclusive'].map((name) => `shipping_methods.${name}`),
      ...['items', 'shipping_methods'].flatMap((name) => [
        `${name}.tax_lines.rate`,
        `${name}.tax_lines.code`,
        `${name}.adjustments.amount`,
      ]),
      'items.adjustments.is_tax_inclusive',
      'credit_lines.amount',
    ],
    in_star: true,
    compute: addOrderTotals,
  }),
]
