import { BigNumber, createId, type Database, type Write, writeTogether } from '@stoa/kernel'
import { applyChange } from '../changes/apply-change.ts'
import { actionsOf, actionWrite, type NewChangeAction, pending } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { readChangingOrder, type StoredItem, type StoredMethod } from '../changes/read-changing-order.ts'
import { refreshSummary } from '../changes/write-version.ts'
import type { LockedDraft } from './lock-draft.ts'
import { type AdjustmentRow, type DraftDiscount, promotedAdjustments } from './promoted-adjustments.ts'

const ITEM = 'ITEM_ADJUSTMENTS_REPLACE'
const SHIPPING = 'SHIPPING_ADJUSTMENTS_REPLACE'

const FORGET = `
delete from stoa_order.order_change_action where order_change_id = $1 and action in ('${ITEM}', '${SHIPPING}') and not applied`

/** Forgets what was said of discounts in an open change, which may name lines that are about to go. */
export async function forgetDiscountsOfChange(database: Database, change: OpenChange): Promise<void> {
  await database.query(FORGET, [change.id])
}

/**
 * Says what promotions take off an order as its open change would make it. It is said last, so that it counts for the lines as
 * they will be; what was said before is forgotten already.
 *
 * @param added_only whether it is said of the lines that come with the change alone. Default: of all, and of the shipping
 */
export async function setDiscountsOfChange(
  database: Database,
  change: OpenChange,
  discounts: readonly DraftDiscount[],
  { added_only = false }: { added_only?: boolean } = {},
): Promise<void> {
  const { order, additions } = await readChangingOrder(database, change.order_id, change.id)
  const after = applyChange(order, pending(await actionsOf(database, change.id)), additions)
  const added = new Set(additions.items.map(({ id }) => id))
  const actions = [
    ...after.items
      .filter(({ id, quantity }) => !BigNumber(quantity).isZero() && (!added_only || added.has(id)))
      .flatMap((item): NewChangeAction[] => {
        const adjustments = promotedAdjustments(item, 'item_id', discounts)
        return adjustments ? [{ action: ITEM, details: { reference_id: item.id, adjustments } }] : []
      }),
    ...(added_only ? [] : after.shipping_methods).flatMap((method): NewChangeAction[] => {
      const adjustments = promotedAdjustments(method, 'shipping_method_id', discounts)
      const reference = 'order_shipping_method'
      return adjustments
        ? [{ action: SHIPPING, reference, reference_id: method.id, details: { adjustments } }]
        : []
    }),
  ]
  await writeTogether(database, [actionWrite(change, actions)])
}

const CLEAR = `
with item as (
  delete from stoa_order.order_line_item_adjustment where version = $1 and item_id = any($2::text[])
)
delete from stoa_order.order_shipping_method_adjustment where version = $1 and shipping_method_id = any($3::text[])`

/** Sets what promotions take off a draft as it is, within its version, and what it comes to. */
export async function setDiscounts(
  database: Database,
  { id, version }: LockedDraft,
  discounts: readonly DraftDiscount[],
): Promise<void> {
  const { order } = await readChangingOrder(database, id)
  const [items, methods] = [
    changed(order.items, 'item_id', discounts),
    changed(order.shipping_methods, 'shipping_method_id', discounts),
  ]
  if (items.size + methods.size > 0) {
    await database.query(CLEAR, [version, [...items.keys()], [...methods.keys()]])
    await writeTogether(database, [
      rowsOf('order_line_item_adjustment', 'ordliadj', items, version),
      rowsOf('order_shipping_method_adjustment', 'ordsmadj', methods, version),
    ])
  }
  const followed = <Line extends StoredItem | StoredMethod>(line: Line, by: Changed): Line => ({
    ...line,
    adjustments: by.get(line.id) ?? line.adjustments,
  })
  const now = {
    ...order,
    items: order.items.map((item) => followed(item, items)),
    shipping_methods: order.shipping_methods.map((method) => followed(method, methods)),
  }
  await refreshSummary(database, now, version)
}

type Changed = ReadonlyMap<string, AdjustmentRow[]>

function changed(
  lines: readonly (StoredItem | StoredMethod)[],
  key: 'item_id' | 'shipping_method_id',
  discounts: readonly DraftDiscount[],
): Changed {
  return new Map(
    lines.flatMap((line) => {
      const wanted = promotedAdjustments(line, key, discounts)
      return wanted ? [[line.id, wanted] as const] : []
    }),
  )
}

function rowsOf(table: string, prefix: string, lines: Changed, version: number): Write {
  const now = new Date().toISOString()
  return {
    insert: `stoa_order.${table}`,
    rows: [...lines.values()].flat().map((adjustment) => ({
      ...adjustment,
      id: createId(prefix),
      version,
      created_at: now,
      updated_at: now,
    })),
  }
}
