import { BigNumber, type Database, StoaError } from '@stoa/kernel'
import { actionsOf, addActions, findAction, updateAction } from './change-actions.ts'
import type { OpenChange } from './open-change.ts'

/** What a line of an order is to be with a change. */
export interface LineChange {
  /** Of the line. */
  item_id: string
  /** From then on; 0 takes the line out. */
  quantity: BigNumber.Value
  /** In major units. Default: it stays. */
  unit_price?: BigNumber.Value | null | undefined
  /** In major units; null for none. Default: it stays. */
  compare_at_unit_price?: BigNumber.Value | null | undefined
  /** Of the line in this version of the order. Default: it stays. */
  metadata?: Readonly<Record<string, unknown>> | null | undefined
  /** For shopkeepers only. */
  internal_note?: string | null | undefined
}

const LINE = `
select i.quantity::text as quantity, coalesce(i.unit_price, l.unit_price)::text as unit_price
from stoa_order.order_item i join stoa_order.order_line_item l on l.id = i.item_id
where i.order_id = $1 and i.version = $2 and i.item_id = $3 and i.deleted_at is null`

/** A change says once what becomes of a line: saying it again stands in place of what was said before. */
export async function setLine(database: Database, change: OpenChange, wanted: LineChange): Promise<void> {
  const { item_id, internal_note } = wanted
  const [line] = await database.query<{ quantity: string; unit_price: string }>(LINE, [
    change.order_id,
    change.order_version,
    item_id,
  ])
  if (!line) throw new StoaError('invalid_data', `Order ${change.order_id} has no item ${item_id}.`)
  const quantity = BigNumber(wanted.quantity)
  const details = {
    reference_id: item_id,
    quantity: quantity.toNumber(),
    quantity_diff: quantity.minus(line.quantity).toNumber(),
    ...numbers(wanted, 'unit_price', 'compare_at_unit_price'),
    ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
  }
  const amount = BigNumber(wanted.unit_price ?? line.unit_price).times(quantity)
  const said = (await actionsOf(database, change.id)).find(
    (action) => action.action === 'ITEM_UPDATE' && action.details.reference_id === item_id,
  )
  if (said) await updateAction(database, change, said.id, { details, amount, internal_note })
  else {
    const action = { action: 'ITEM_UPDATE', details, amount, internal_note: internal_note ?? null }
    await addActions(database, change, [action])
  }
}

/** Says anew how many come into the order of a line that an open change adds, and at what price. */
export async function setAddedLine(
  database: Database,
  change: OpenChange,
  actionId: string,
  wanted: Omit<LineChange, 'item_id'>,
): Promise<void> {
  const { details: before } = await findAction(database, change, actionId, ['ITEM_ADD'])
  const { unit_price, ...others } = wanted
  // The price of an added line is always named: that of its variant, unless the shopkeeper says another.
  const details = {
    quantity: BigNumber(wanted.quantity).toNumber(),
    ...numbers(others, 'compare_at_unit_price'),
    ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
    ...(unit_price == null ? {} : numbers({ unit_price }, 'unit_price')),
  }
  const price = unit_price ?? (before.unit_price as BigNumber.Value)
  const amount = BigNumber(price).times(wanted.quantity)
  await updateAction(database, change, actionId, { details, amount, internal_note: wanted.internal_note })
}

const numbers = (values: object, ...names: readonly string[]) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = (values as Record<string, BigNumber.Value | null | undefined>)[name]
      if (value === undefined) return []
      return [[name, value === null ? null : BigNumber(value).toNumber()]]
    }),
  )
