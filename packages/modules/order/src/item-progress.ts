import { BigNumber, createId, type Database, StoaError } from '@stoa/kernel'

/** So many of a line of an order. */
export interface ItemQuantity {
  /** Of the line. */
  id: string
  /** More than 0. */
  quantity: BigNumber.Value
}

/** What can happen to the goods of an order, step by step. */
export type Progress =
  | 'fulfill'
  | 'cancel_fulfillment'
  | 'ship'
  | 'deliver'
  | 'request_return'
  | 'cancel_return'
  | 'receive_return'
  | 'dismiss_return'
  | 'write_off'
  | 'reinstate'

interface Kind {
  action: string
  /** What moves, and which way. */
  column: string
  sign: '+' | '-'
  /** Where it is no longer, when it comes from one column into another. */
  from?: string
  /** How many of a line are left for it. */
  left: string
  /** For the message where there are too few. */
  what: string
}

/** No unit is more than one of these. */
const inReturns = `(i.return_requested_quantity + i.return_received_quantity + i.return_dismissed_quantity
  + i.written_off_quantity)`

const KINDS: Record<Progress, Kind> = {
  fulfill: {
    action: 'FULFILL_ITEM',
    column: 'fulfilled_quantity',
    sign: '+',
    left: 'i.quantity - i.fulfilled_quantity',
    what: 'be fulfilled',
  },
  cancel_fulfillment: {
    action: 'CANCEL_ITEM_FULFILLMENT',
    column: 'fulfilled_quantity',
    sign: '-',
    left: `i.fulfilled_quantity - greatest(i.shipped_quantity, i.delivered_quantity, ${inReturns})`,
    what: 'have their fulfillment canceled: the others are shipped, delivered or in a return',
  },
  ship: {
    action: 'SHIP_ITEM',
    column: 'shipped_quantity',
    sign: '+',
    left: 'i.fulfilled_quantity - i.shipped_quantity',
    what: 'be shipped: only what is fulfilled can',
  },
  deliver: {
    action: 'DELIVER_ITEM',
    column: 'delivered_quantity',
    sign: '+',
    left: 'i.fulfilled_quantity - i.delivered_quantity',
    what: 'be delivered: only what is fulfilled can',
  },
  request_return: {
    action: 'RETURN_ITEM',
    column: 'return_requested_quantity',
    sign: '+',
    left: `i.fulfilled_quantity - ${inReturns}`,
    what: 'be returned: only what is fulfilled, and neither in a return nor written off yet, can',
  },
  cancel_return: {
    action: 'CANCEL_RETURN_ITEM',
    column: 'return_requested_quantity',
    sign: '-',
    left: 'i.return_requested_quantity',
    what: 'stay with the buyer: only what is on its way back can',
  },
  receive_return: {
    action: 'RECEIVE_RETURN_ITEM',
    column: 'return_received_quantity',
    sign: '+',
    from: 'return_requested_quantity',
    left: 'i.return_requested_quantity',
    what: 'be received: only what is on its way back can',
  },
  dismiss_return: {
    action: 'RECEIVE_DAMAGED_RETURN_ITEM',
    column: 'return_dismissed_quantity',
    sign: '+',
    from: 'return_requested_quantity',
    left: 'i.return_requested_quantity',
    what: 'be received: only what is on its way back can',
  },
  write_off: {
    action: 'WRITE_OFF_ITEM',
    column: 'written_off_quantity',
    sign: '+',
    left: `i.fulfilled_quantity - ${inReturns}`,
    what: 'be written off: only what is fulfilled, and neither in a return nor written off yet, can',
  },
  reinstate: {
    action: 'REINSTATE_ITEM',
    column: 'written_off_quantity',
    sign: '-',
    left: 'i.written_off_quantity',
    what: 'be reinstated: only what is written off can',
  },
}

/** Moves a quantity of each line as far as it may go, and writes down with what it was moved, where that is said. */
const move = ({ column, sign, from, left }: Kind) => `
with wanted as materialized (
  select * from jsonb_to_recordset($3::jsonb) as wanted (id text, action_id text, quantity numeric)
), moved as (
  update stoa_order.order_item i set ${column} = i.${column} ${sign} wanted.quantity,${from ? ` ${from} = i.${from} - wanted.quantity,` : ''} updated_at = now()
  from wanted
  where i.order_id = $1 and i.version = $2 and i.item_id = wanted.id and i.deleted_at is null
    and wanted.quantity <= ${left}
  returning i.item_id
), action as (
  insert into stoa_order.order_change_action
    (id, order_id, version, action, reference, reference_id, details, applied)
  select action_id, $1, $2, $4, $5, $6, jsonb_build_object('reference_id', id, 'quantity', quantity), true from wanted
  where $6::text is not null
)
select item_id from moved`

const LEFT = (left: string) => `
select i.item_id as id, trim_scale(greatest(${left}, 0))::text as left from stoa_order.order_item i
where i.order_id = $1 and i.version = $2 and i.item_id = any($3::text[]) and i.deleted_at is null`

/** With what goods were moved. */
export interface MovedWith {
  reference: 'fulfillment' | 'return'
  reference_id: string
}

/**
 * Moves goods of a locked order one step on. One statement, guarded for each line; what two calls want at once is given to
 * the first.
 *
 * @param movedWith leave it out where other rows tell of it
 * @throws StoaError `invalid_data` for a line that the order does not have, and for more than is left
 */
export async function moveItems(
  database: Database,
  order: { id: string; version: number },
  progress: Progress,
  items: readonly ItemQuantity[],
  movedWith?: MovedWith,
): Promise<void> {
  const kind = KINDS[progress]
  const wanted = items.map(({ id, quantity }) => ({
    id,
    quantity: BigNumber(quantity).toFixed(),
    action_id: createId('ordchact'),
  }))
  const moved = await database.query<{ item_id: string }>(move(kind), [
    order.id,
    order.version,
    JSON.stringify(wanted),
    kind.action,
    movedWith?.reference ?? null,
    movedWith?.reference_id ?? null,
  ])
  if (moved.length === wanted.length) return
  const done = new Set(moved.map(({ item_id }) => item_id))
  throw await refusal(
    database,
    order,
    kind,
    wanted.filter(({ id }) => !done.has(id)),
  )
}

async function refusal(
  database: Database,
  order: { id: string; version: number },
  { left: expression, what }: Kind,
  refused: readonly { id: string; quantity: string }[],
): Promise<StoaError> {
  const ids = refused.map(({ id }) => id)
  const rows = await database.query<{ id: string; left: string }>(LEFT(expression), [
    order.id,
    order.version,
    ids,
  ])
  const left = new Map(rows.map((row) => [row.id, row.left]))
  const said = refused.map(({ id, quantity }) =>
    left.has(id)
      ? `${left.get(id)} of item ${id}, not ${quantity}, can ${what}`
      : `order ${order.id} has no item ${id}`,
  )
  const text = said.join('; ')
  return new StoaError('invalid_data', `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)
}

/**
 * Sums up what is asked for each line.
 *
 * @throws StoaError `invalid_data` for a quantity that is not above 0, and for nothing at all
 */
export function sumOfItems(items: readonly ItemQuantity[]): { id: string; quantity: string }[] {
  if (items.length === 0) throw new StoaError('invalid_data', 'Name at least one item.')
  for (const { id, quantity } of items) {
    if (!(Number(quantity) > 0 && Number.isFinite(Number(quantity)))) {
      throw new StoaError('invalid_data', `The quantity of item ${id} must be above 0, not ${quantity}.`)
    }
  }
  return [...Map.groupBy(items, ({ id }) => id)].map(([id, same]) => ({
    id,
    quantity: BigNumber.sum(...same.map(({ quantity }) => quantity)).toFixed(),
  }))
}
