import { BigNumber, createId, type Database, StoaError, writeTogether } from '@stoa/kernel'
import { readChangingOrder } from '../changes/read-changing-order.ts'
import { refreshSummary } from '../changes/write-version.ts'
import { forgetItems } from '../forget-items.ts'
import { type ItemQuantity, moveItems, sumOfItems } from '../item-progress.ts'
import { lockForGoods, lockOrder } from '../lock-order.ts'
import { itemsOf } from './request-return.ts'

type Values = Readonly<Record<string, unknown>>

/** An item that is to go back. */
export type WantedReturnItem = ItemQuantity & { reason_id?: string | null; note?: string | null }

/** How goods go back, and what that costs. */
export interface ReturnShipping {
  name: string
  shipping_option_id: string
  /** In major units, whole in the currency's minor unit. */
  amount: BigNumber.Value
  is_tax_inclusive: boolean
  data: Values | null
}

/** A return to be written down, once its items are counted. */
export interface NewReturn {
  id: string
  order_id: string
  /** Each line once. */
  items: readonly WantedReturnItem[]
  shipping: ReturnShipping
  location_id: string | null
  /** Of a shopkeeper; none where the buyer asks. */
  created_by?: string | null
  note?: string | null
}

const LIVING = 'select id from stoa_order.return_reason where id = any($1::text[]) and deleted_at is null'

export async function takeReturnItems(
  database: Database,
  orderId: string,
  returnId: string,
  items: readonly WantedReturnItem[],
): Promise<void> {
  const wanted = sumOfItems(items)
  if (wanted.length < items.length) {
    throw new StoaError('invalid_data', 'Name each item once: a return has one reason for each.')
  }
  await database.transaction(async () => {
    const order = await lockForGoods(database, orderId)
    const reference = { reference: 'return', reference_id: returnId } as const
    await moveItems(database, order, 'request_return', wanted, reference)
    await assertReasons(database, items)
  })
}

/** @throws StoaError `not_found` for reasons that are not there */
export async function assertReasons(
  database: Database,
  items: readonly { reason_id?: string | null | undefined }[],
): Promise<void> {
  const asked = [...new Set(items.flatMap(({ reason_id }) => reason_id ?? []))]
  if (asked.length === 0) return
  const rows = await database.query<{ id: string }>(LIVING, [asked])
  const there = new Set(rows.map(({ id }) => id))
  const missing = asked.filter((id) => !there.has(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `ReturnReason with id: ${missing.join(', ')} was not found`)
  }
}

export async function forgetReturn(database: Database, orderId: string, returnId: string): Promise<void> {
  await database.transaction(async () => {
    const { version } = await lockOrder(database, orderId)
    await forgetItems(database, { id: orderId, version }, 'RETURN_ITEM', returnId)
  })
}

/** What is counted becomes a part of the change, with its reason. */
const RECORD = `
with reason as (
  select * from jsonb_to_recordset($4::jsonb) as reason (id text, reason_id text)
)
update stoa_order.order_change_action a
set order_change_id = $3, return_id = $2, updated_at = now(),
  details = a.details || jsonb_strip_nulls(jsonb_build_object('return_id', $2::text, 'reason_id', reason.reason_id))
from reason
where a.order_id = $1 and a.reference_id = $2 and a.order_change_id is null and a.deleted_at is null
  and a.action = 'RETURN_ITEM' and a.details ->> 'reference_id' = reason.id`

export async function recordReturn(database: Database, made: NewReturn): Promise<void> {
  const { id, order_id, items, shipping, location_id, created_by = null, note = null } = made
  await database.transaction(async () => {
    const { version } = await lockForGoods(database, order_id)
    const now = new Date().toISOString()
    const stamps = { created_at: now, updated_at: now }
    const change = createId('ordch')
    const method = createId('ordsm')
    const amount = BigNumber(shipping.amount).toFixed()
    const common = { order_id, return_id: id, version, ...stamps }
    await writeTogether(database, [
      {
        insert: 'stoa_order."return"',
        rows: [
          {
            id,
            order_id,
            order_version: version,
            status: 'requested',
            requested_at: now,
            location_id,
            created_by,
            ...stamps,
          },
        ],
      },
      itemsOf(id, items),
      {
        insert: 'stoa_order.order_shipping_method',
        rows: [{ ...shipping, id: method, amount, is_custom_amount: false, ...stamps }],
      },
      {
        insert: 'stoa_order.order_shipping',
        rows: [{ id: createId('ordspmv'), shipping_method_id: method, ...common }],
      },
      {
        insert: 'stoa_order.order_change',
        rows: [
          {
            id: change,
            change_type: 'return_request',
            status: 'confirmed',
            description: note,
            created_by,
            confirmed_at: now,
            confirmed_by: created_by,
            ...common,
          },
        ],
      },
      {
        insert: 'stoa_order.order_change_action',
        rows: [
          {
            id: createId('ordchact'),
            order_change_id: change,
            action: 'SHIPPING_ADD',
            reference: 'order_shipping_method',
            reference_id: method,
            details: {},
            amount,
            applied: true,
            ...common,
          },
        ],
      },
    ])
    const reasons = items.map(({ id: line, reason_id = null }) => ({ id: line, reason_id }))
    await database.query(RECORD, [order_id, id, change, JSON.stringify(reasons)])
    const { order } = await readChangingOrder(database, order_id)
    await refreshSummary(database, order, version)
  })
}
