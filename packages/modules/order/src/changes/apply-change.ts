import { BigNumber, StoaError } from '@stoa/kernel'
import type { Adjustment } from '@stoa/money'
import type { ChangeAction } from './change-action.ts'
import { changeItem } from './change-item.ts'
import type { Additions, ChangingItem, ChangingMethod, ChangingOrder } from './changing-order.ts'
import { moveGoods, movesGoods } from './move-goods.ts'

/**
 * An order as actions make it, one after the other. A pure function: the order that is given stays as it is. What changes
 * becomes a `BigNumber`; what does not keeps its form.
 *
 * @param additions the lines and shipping methods that `ITEM_ADD` and `SHIPPING_ADD` name
 * @throws StoaError `invalid_data` for a line or shipping method that is not there, fewer of a line than are fulfilled, and more
 *   goods than are where they should be moved from
 * @example
 * applyChange(order, [{ action: 'ITEM_UPDATE', details: { reference_id: line.id, quantity: 1 } }])
 */
export function applyChange<
  Item extends ChangingItem,
  Method extends ChangingMethod,
  Order extends ChangingOrder<Item, Method>,
>(
  order: Order & ChangingOrder<Item, Method>,
  actions: readonly ChangeAction[],
  additions: Additions<Item, Method> = { items: [], shipping_methods: [] },
): Order {
  const items = new Map(order.items.map((item) => [item.id, item]))
  const methods = new Map(order.shipping_methods.map((method) => [method.id, method]))
  const credit_lines = [...order.credit_lines]
  const itemOf = ({ details }: ChangeAction) => {
    const item = items.get(details.reference_id ?? '')
    if (item) return item
    throw new StoaError('invalid_data', `Order ${order.id} has no item ${details.reference_id}.`)
  }
  for (const action of actions) {
    const { details, reference_id } = action
    if (movesGoods(action.action)) {
      const moved = moveGoods(itemOf(action), action.action, BigNumber(details.quantity ?? 0))
      items.set(moved.id, moved)
    } else if (action.action === 'ITEM_ADD') {
      const added = found(additions.items, details.reference_id, 'line')
      items.set(added.id, changeItem(added, details, order.currency_code))
    } else if (action.action === 'ITEM_UPDATE') {
      const changed = changeItem(itemOf(action), details, order.currency_code)
      items.set(changed.id, changed)
    } else if (action.action === 'ITEM_ADJUSTMENTS_REPLACE') {
      const item = itemOf(action)
      items.set(item.id, { ...item, adjustments: (details.adjustments ?? []) as Adjustment[] })
    } else if (action.action === 'SHIPPING_ADD') {
      const added = found(additions.shipping_methods, reference_id, 'shipping method')
      methods.set(added.id, added)
    } else if (action.action === 'SHIPPING_REMOVE') {
      if (!methods.delete(reference_id ?? '')) {
        throw new StoaError('invalid_data', `Order ${order.id} has no shipping method ${reference_id}.`)
      }
    } else if (action.action === 'SHIPPING_ADJUSTMENTS_REPLACE') {
      const method = found([...methods.values()], reference_id, 'shipping method')
      methods.set(method.id, { ...method, adjustments: (details.adjustments ?? []) as Adjustment[] })
    } else if (action.action === 'CREDIT_LINE_ADD') {
      credit_lines.push({ amount: BigNumber(action.amount ?? 0) })
    }
  }
  return { ...order, items: [...items.values()], shipping_methods: [...methods.values()], credit_lines }
}

function found<Row extends { id: string }>(rows: readonly Row[], id: unknown, what: string): Row {
  const row = rows.find((one) => one.id === id)
  if (row) return row
  throw new StoaError('invalid_data', `There is no ${what} ${id}.`)
}
