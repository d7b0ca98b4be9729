import { BigNumber, createId, type Database, StoaError, writeTogether } from '@stoa/kernel'
import { isCurrencyCode, roundToCurrency } from '@stoa/money'
import { readChangingOrder } from './changes/read-changing-order.ts'
import { refreshSummary } from './changes/write-version.ts'
import { assertNoDraft, assertNotCanceled, lockOrder } from './lock-order.ts'

/** Something to be taken off what is owed for an order. */
export interface NewCreditLine {
  /** In major units, whole in the currency's minor unit. Below 0 it is taken off what is owed to the buyer. */
  amount: BigNumber.Value
  /** What it is for, such as `gift_card`, and which one. */
  reference: string
  reference_id: string
  metadata?: Readonly<Record<string, unknown>> | null
}

interface Owed {
  currency_code: string
  /** Decimals in text. */
  pending: string
}

const OWED = `
select o.currency_code, coalesce(s.totals ->> 'pending_difference', '0') as pending
from stoa_order."order" o
left join stoa_order.order_summary s on s.order_id = o.id and s.version = o.version and s.deleted_at is null
where o.id = $1`

export async function addCreditLine(
  database: Database,
  orderId: string,
  line: NewCreditLine,
  by: string | null,
): Promise<{ id: string }> {
  return database.transaction(async () => {
    const order = await lockOrder(database, orderId)
    assertNotCanceled(orderId, order)
    assertNoDraft(orderId, order, 'nothing is owed for it yet')
    const [owed] = await database.query<Owed>(OWED, [orderId])
    const amount = BigNumber(line.amount)
    checkAmount(orderId, amount, owed as Owed)
    const id = createId('ordcl')
    await writeTogether(
      database,
      rowsOf(orderId, order.version, { ...line, amount: amount.toFixed(), id }, by),
    )
    const { order: credited } = await readChangingOrder(database, orderId)
    await refreshSummary(database, credited, order.version)
    return { id }
  })
}

/** A credit never makes the one who is owed owe. */
function checkAmount(orderId: string, amount: BigNumber, { currency_code, pending }: Owed): void {
  if (!amount.isFinite() || amount.isZero()) {
    throw invalid(`A credit line needs an amount other than 0, not ${amount.toFixed()}.`)
  }
  if (isCurrencyCode(currency_code) && !roundToCurrency(amount, currency_code).eq(amount)) {
    throw invalid(`The amount ${amount.toFixed()} is finer than ${currency_code} can be paid.`)
  }
  const left = BigNumber(pending)
  if (amount.isPositive() ? amount.lte(left) : amount.gte(left)) return
  throw invalid(
    left.isZero()
      ? `Nothing is owed for order ${orderId}, so there is nothing to credit.`
      : `${left.toFixed()} ${currency_code} are owed for order ${orderId}. A credit line of ${amount.toFixed()} does not fit: give one between 0 and that.`,
  )
}

/** The line, and the confirmed change that tells of it. */
function rowsOf(
  order_id: string,
  version: number,
  { id, amount, reference, reference_id, metadata = null }: NewCreditLine & { id: string },
  by: string | null,
) {
  const now = new Date().toISOString()
  const common = { order_id, version, created_at: now, updated_at: now }
  const order_change_id = createId('ordch')
  return [
    {
      insert: 'stoa_order.order_credit_line',
      rows: [{ id, amount, reference, reference_id, metadata, ...common }],
    },
    {
      insert: 'stoa_order.order_change',
      rows: [
        {
          id: order_change_id,
          change_type: 'credit_line',
          status: 'confirmed',
          created_by: by,
          confirmed_by: by,
          confirmed_at: now,
          ...common,
        },
      ],
    },
    {
      insert: 'stoa_order.order_change_action',
      rows: [
        {
          id: createId('ordchact'),
          order_change_id,
          action: 'CREDIT_LINE_ADD',
          reference: 'order_credit_line',
          reference_id: id,
          details: { reference, reference_id },
          amount,
          applied: true,
          ...common,
        },
      ],
    },
  ]
}

const invalid = (message: string) => new StoaError('invalid_data', message)
