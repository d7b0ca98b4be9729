import {
  defineCompute,
  defineField,
  defineRelation,
  defineSearch,
  defineSearchDocument,
  defineTranslatable,
  type Expression,
  raw,
} from '@stoa/query'
import { adjustments, detail, versionOf } from './graph-parts.ts'
import { returnGraph } from './return-graph.ts'
import {
  addOrderTotals,
  nestedTotalFields,
  orderProgressFields,
  orderTotalFields,
  rawOrderTotalFields,
  withRaw,
} from './totals.ts'

const quantities =
  `quantity fulfilled_quantity shipped_quantity return_requested_quantity return_received_quantity
  return_dismissed_quantity written_off_quantity`.split(/\s+/)

/** The summary of the order's version, each amount with its exact twin. */
const summary: Expression = (order, scope) => `(
  select jsonb_object_agg(e.key, e.value)
    || jsonb_object_agg('raw_' || e.key, jsonb_build_object('value', e.value #>> '{}', 'precision', 20))
  from stoa_order.order_summary s, jsonb_each(s.totals) e
  where s.order_id = ${order}.id and s.version = ${versionOf(order, scope)} and s.deleted_at is null)`

/**
 * What belongs to an order in the version that is read: rows of a table that names the version lead to them, and read as
 * their `detail`.
 */
const ofVersion = (
  name: string,
  target: string,
  through: string,
  key: string,
  fields: Record<string, Expression>,
) =>
  defineRelation({
    entity: 'order',
    name,
    target,
    many: true,
    join: (order, self, scope) => ({
      from: `stoa_order.${through} ${self}_via join stoa_order.${target} ${self} on ${self}.id = ${self}_via.${key}`,
      where: [
        `${self}_via.order_id = ${order}.id`,
        `${self}_via.version = ${versionOf(order, scope)}`,
        `${self}_via.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
    relations: {
      detail: detail(through),
      adjustments: adjustments(`${target}_adjustment`, key),
    },
    in_star: ['detail'],
    fields,
  })

/** The versions in which a line is in its order. */
const history = (item: string) => `(
  select json_build_object('version', json_build_object('from', min(h.version), 'to', max(h.version)))
  from stoa_order.order_item h
  where h.order_id = ${item}.order_id and h.item_id = ${item}.item_id and h.deleted_at is null)`

/** What totals are computed from. */
const readForTotals = [
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
]

/** What waits to come into an order with a change. */
const waiting = (name: string, target: string, action: string, id: (action: string) => string) =>
  defineRelation({
    entity: 'order_change',
    name,
    target,
    many: true,
    join: (change, self) => ({
      from: `stoa_order.order_change_action ${self}_via join stoa_order.${target} ${self} on ${self}.id = ${id(`${self}_via`)}`,
      where: [
        `${self}_via.order_change_id = ${change}.id`,
        `${self}_via.action = '${action}'`,
        `${self}_via.deleted_at is null`,
      ],
      order: `${self}.id`,
    }),
  })

/** What queries can know of an order beyond its columns. */
export const orderGraph = [
  ofVersion('items', 'order_line_item', 'order_item', 'item_id', {
    quantity: (item) => `trim_scale(${item}_via.quantity)`,
    raw_quantity: (item) => raw(`${item}_via.quantity`),
    raw_unit_price: (item) => raw(`coalesce(${item}_via.unit_price, ${item}.unit_price)`),
    unit_price: (item) => `trim_scale(coalesce(${item}_via.unit_price, ${item}.unit_price))`,
    line_item_metadata: (item) => `${item}.metadata`,
    metadata: (item) => `coalesce(${item}_via.metadata, ${item}.metadata)`,
  }),
  ofVersion('shipping_methods', 'order_shipping_method', 'order_shipping', 'shipping_method_id', {
    order_id: (method) => `${method}_via.order_id`,
  }),
  defineField('order', 'version', versionOf),
  defineField('order', 'summary', summary),
  defineRelation({
    entity: 'order',
    name: 'current_summary',
    target: 'order_summary',
    many: false,
    join: (order, self) => ({
      from: `stoa_order.order_summary ${self}`,
      where: [`${self}.order_id = ${order}.id`, `${self}.version = ${order}.version`],
    }),
  }),
  defineRelation({
    entity: 'order',
    name: 'credit_lines',
    target: 'order_credit_line',
    many: true,
    join: (order, self, scope) => ({
      from: `stoa_order.order_credit_line ${self}`,
      where: [`${self}.order_id = ${order}.id`, `${self}.version <= ${versionOf(order, scope)}`],
      order: `${self}.id`,
    }),
  }),
  defineRelation({
    entity: 'order',
    name: 'order_change',
    target: 'order_change',
    many: false,
    join: (order, self) => ({
      from: `stoa_order.order_change ${self}`,
      where: [`${self}.order_id = ${order}.id`, `${self}.status in ('pending', 'requested')`],
    }),
  }),
  defineField('order_item', 'history', history),
  defineRelation({
    entity: 'order_item',
    name: 'later',
    target: 'order_item',
    many: true,
    join: (item, self) => ({
      from: `stoa_order.order_item ${self}`,
      where: [
        `${self}.order_id = ${item}.order_id`,
        `${self}.item_id = ${item}.item_id`,
        `${self}.version > ${item}.version`,
      ],
      order: `${self}.version`,
    }),
  }),
  waiting('added_items', 'order_line_item', 'ITEM_ADD', (action) => `${action}.details ->> 'reference_id'`),
  waiting(
    'added_shipping_methods',
    'order_shipping_method',
    'SHIPPING_ADD',
    (action) => `${action}.reference_id`,
  ),
  // The token of a transfer is for the mail to whoever has the order now: OrderService gives it, no route does.
  defineField('order_change_action', 'details', (action) => `${action}.details - 'token'`),
  ...returnGraph,
  defineSearchDocument('order', ['display_id', 'custom_display_id', 'email']),
  defineSearch('return_reason', ['value', 'label']),
  defineCompute('order', {
    fields: [...orderTotalFields, ...nestedTotalFields],
    requires: readForTotals,
    in_star: true,
    compute: addOrderTotals,
  }),
  defineCompute('order', {
    fields: [...withRaw([...orderProgressFields, 'refundable_total']), ...rawOrderTotalFields],
    requires: readForTotals,
    compute: addOrderTotals,
  }),
  defineTranslatable('return_reason', ['label', 'description']),
]
