import type { Bank } from './bank.ts'
import type { Told } from './buyers.ts'
import { isPoison } from './poison.ts'

/** One thing that must be so. */
export interface Line {
  what: string
  expected: number
  found: number
}

type Ask = <Row extends object>(sql: string) => Promise<Row[]>

const ORDERS = `
select o.id, c.cart_id, s.id as session_id, (summary.totals ->> 'paid_total')::float8 as paid, p.captured_amount::float8 as captured
from stoa_order."order" o
join stoa_link.order_cart c on c.order_id = o.id
left join stoa_link.order_payment_collection l on l.order_id = o.id
left join stoa_payment.payment p on p.payment_collection_id = l.payment_collection_id and p.canceled_at is null and p.refunded_amount = 0
left join stoa_payment.payment_session s on s.id = p.payment_session_id
left join stoa_order.order_summary summary on summary.order_id = o.id and summary.version = o.version`

/** Holds the shop's books against the bank's, and both against what buyers were told. */
export async function tally(ask: Ask, bank: Bank, told: readonly Told[]): Promise<Line[]> {
  const orders = await ask<{
    id: string
    cart_id: string
    session_id: string
    paid: number
    captured: number
  }>(ORDERS)
  const count = async (sql: string) =>
    Number((await ask<{ n: string }>(`select count(*) as n from ${sql}`))[0]?.n)
  const sum = (values: readonly number[]) => Math.round(values.reduce((all, one) => all + one, 0) * 100) / 100
  const payments = [...bank.payments.values()]
  const kept = payments.filter(({ status, refunded }) => status === 'captured' && refunded === 0)
  const bySession = new Map(orders.map((order) => [order.session_id, order]))
  const byId = new Map(orders.map((order) => [order.id, order]))
  const effects = await ask<{ subscriber: string; order_id: string; n: number }>(
    'select subscriber, order_id, count(*)::int as n from chaos.effect group by 1, 2',
  )
  const of = (name: string) => effects.filter(({ subscriber }) => subscriber === name)
  const healthy = orders.filter(({ id }) => !isPoison(id))
  const poisoned = orders.length - healthy.length
  const line = (what: string, expected: number, found: number): Line => ({ what, expected, found })
  return [
    line(
      'payments the bank kept that have an order',
      kept.length,
      kept.filter(({ id }) => bySession.has(id)).length,
    ),
    line(
      'orders that the bank was paid for',
      orders.length,
      orders.filter(({ session_id }) => kept.some(({ id }) => id === session_id)).length,
    ),
    line('carts with one order each', orders.length, new Set(orders.map(({ cart_id }) => cart_id)).size),
    line(
      'payments taken or given back more than once',
      0,
      payments.filter(({ moved }) => new Set(moved).size < moved.length).length,
    ),
    line(
      'money the bank kept = money captured',
      sum(kept.map(({ amount }) => amount)),
      sum(orders.map(({ captured }) => captured)),
    ),
    line(
      'money captured = money paid on orders',
      sum(orders.map(({ captured }) => captured)),
      sum(orders.map(({ paid }) => paid)),
    ),
    line(
      'orders that buyers were told of and that exist',
      told.filter(({ order_id }) => order_id).length,
      told.filter(({ order_id }) => order_id && byId.has(order_id)).length,
    ),
    line(
      'carts that are closed',
      orders.length,
      await count('stoa_cart.cart where completed_at is not null'),
    ),
    line(
      'stock levels that are not the sum of their reservations',
      0,
      await count(`stoa_inventory.inventory_level l where l.reserved_quantity <> coalesce((
      select sum(r.quantity) from stoa_inventory.reservation_item r where r.inventory_item_id = l.inventory_item_id
        and r.location_id = l.location_id and r.deleted_at is null), 0)`),
    ),
    line(
      'stock levels below zero',
      0,
      await count(
        'stoa_inventory.inventory_level where reserved_quantity < 0 or stocked_quantity < reserved_quantity',
      ),
    ),
    line(
      'units reserved = units ordered',
      Number(
        (await ask<{ n: string }>(`select coalesce(sum(quantity), 0) as n from stoa_order.order_item`))[0]?.n,
      ),
      Number(
        (
          await ask<{ n: string }>(
            `select coalesce(sum(quantity), 0) as n from stoa_inventory.reservation_item where deleted_at is null`,
          )
        )[0]?.n,
      ),
    ),
    line('orders with exactly one effect', orders.length, of('count').filter(({ n }) => n === 1).length),
    line(
      'effects of orders that do not exist',
      0,
      of('count').filter(({ order_id }) => !byId.has(order_id)).length,
    ),
    line(
      'orders that a sick subscriber dealt with once',
      healthy.length,
      of('poisoned').filter(({ n }) => n === 1).length,
    ),
    line(
      'orders that made it sick: dead letters',
      poisoned,
      await count(`stoa_events.redelivery where dead_at is not null and subscriber = 'chaos.poisoned'`),
    ),
    line(
      'other dead letters',
      0,
      await count(`stoa_events.redelivery where dead_at is not null and subscriber <> 'chaos.poisoned'`),
    ),
    line('events that wait', 0, await count('stoa_events.event where dispatched_at is null')),
    line('executions that are stuck', 0, await count('stoa_workflows.execution where finished_at is null')),
    line(
      'executions that could not be undone',
      0,
      await count(`stoa_workflows.execution where status = 'compensation_failed'`),
    ),
    line('captures and refunds that are open', 0, await count('stoa_payment.payment_operation')),
  ]
}
