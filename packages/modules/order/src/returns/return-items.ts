import { BigNumber, type Database } from '@stoa/kernel'
import { addActions, findAction, updateAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import type { ItemQuantity } from '../item-progress.ts'
import { assertReasons } from './record-return.ts'

type Values = Readonly<Record<string, unknown>>

/** Goods that an open change asks back. */
export interface AskedBack extends ItemQuantity {
  reason_id?: string | null | undefined
  /** What the buyer may read of it. */
  note?: string | null | undefined
  /** For shopkeepers only. */
  internal_note?: string | null | undefined
  metadata?: Values | null | undefined
}

const PRICES = `
select i.item_id as id, coalesce(i.unit_price, l.unit_price)::text as price
from stoa_order.order_item i join stoa_order.order_line_item l on l.id = i.item_id
where i.order_id = $1 and i.version = $2 and i.item_id = any($3::text[]) and i.deleted_at is null`

async function pricesOf(database: Database, { order_id, order_version }: OpenChange, ids: readonly string[]) {
  const rows = await database.query<{ id: string; price: string }>(PRICES, [order_id, order_version, ids])
  return new Map(rows.map(({ id, price }) => [id, price]))
}

/** Asks for goods to go back with a return that is put together in an open change. */
export async function addReturnItems(
  database: Database,
  change: OpenChange,
  returnId: string,
  items: readonly AskedBack[],
): Promise<void> {
  await assertReasons(database, items)
  const prices = await pricesOf(
    database,
    change,
    items.map(({ id }) => id),
  )
  await addActions(
    database,
    change,
    items.map(({ id, quantity, internal_note = null, ...more }) => ({
      action: 'RETURN_ITEM',
      reference: 'return',
      reference_id: returnId,
      return_id: returnId,
      details: { reference_id: id, quantity: BigNumber(quantity).toNumber(), ...said(more) },
      amount: BigNumber(prices.get(id) ?? 0).times(quantity),
      internal_note,
    })),
  )
}

/** Says anew what is asked back. What is not named stays. */
export async function updateReturnItem(
  database: Database,
  change: OpenChange,
  actionId: string,
  { quantity, internal_note, ...more }: Partial<Omit<AskedBack, 'id'>>,
): Promise<void> {
  const { details } = await findAction(database, change, actionId, ['RETURN_ITEM'])
  await assertReasons(database, [more])
  const id = details.reference_id as string
  const price = (await pricesOf(database, change, [id])).get(id) ?? 0
  const asked = BigNumber(quantity ?? details.quantity ?? 0)
  await updateAction(database, change, actionId, {
    details: { quantity: asked.toNumber(), ...said(more) },
    amount: asked.times(price),
    internal_note,
  })
}

const said = (values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
