import { type BigNumber, moduleService, writeTogether } from '@stoa/kernel'
import {
  type ActionUpdate,
  actionsOf,
  addActions,
  findAction,
  type NewChangeAction,
  removeActions,
  type StoredAction,
  updateAction,
} from './changes/change-actions.ts'
import {
  type ChangedKind,
  type ChangeOwner,
  type ChangeType,
  lockOpenChange,
  type NewChange,
  type OpenChange,
  openChange,
} from './changes/open-change.ts'
import { type LineChange, setAddedLine, setLine } from './changes/set-line.ts'
import { type ChangedLine, cancelChange, confirmChange, settleChange } from './changes/settle-change.ts'
import { entities } from './entities/index.ts'
import { itemWrites, shippingWrites } from './line-writes.ts'
import type { NewOrderLine } from './new-order.ts'

/** A line that comes into an order with a change. */
export interface AddedLine extends NewOrderLine {
  quantity: BigNumber.Value
  /** Whether it may be promised beyond the stock. Default: what its variant says. */
  allow_backorder?: boolean | undefined
  /** For shopkeepers only. */
  internal_note?: string | null | undefined
}

/** How {@link OrderService.addShippingToChange} adds a shipping method. */
export interface AddedShipping {
  /** For goods that go back: the return they go back with. */
  return_id?: string | undefined
  internal_note?: string | null | undefined
}

/** Another price of a shipping method. */
export interface ShippingUpdate {
  amount?: BigNumber
  /** Whether somebody named the price. */
  is_custom_amount?: boolean
  internal_note?: string | null | undefined
}

/** What of an order is changed step by step: begun, put together, and confirmed or given up. */
export class ChangeMethods extends moduleService(entities) {
  /**
   * Begins a change of an order, which has one at a time.
   *
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order, and for a draft unless the change is of one;
   *   `not_allowed` while another change is open
   */
  openChange(change: NewChange): Promise<OpenChange> {
    return openChange(this.database, change)
  }

  /**
   * Locks an order, and finds its open change, so call it in a transaction.
   *
   * @param of what it must belong to; an edit belongs to the order alone
   * @throws StoaError `not_found` for an order that is not there, and where it has no such change
   */
  lockOpenChange(
    orderId: string,
    changeType: ChangeType,
    of: ChangeOwner & ChangedKind = {},
  ): Promise<OpenChange> {
    return lockOpenChange(this.database, orderId, changeType, of)
  }

  /**
   * Adds actions to an open change. The order stays as it is until the change is confirmed.
   *
   * @throws StoaError `invalid_data` where the order cannot be changed like this: a line it does not have, fewer than are
   *   fulfilled, more to go back than was sent
   */
  addChangeActions(change: OpenChange, actions: readonly NewChangeAction[]): Promise<void> {
    return this.database.transaction(() => addActions(this.database, change, actions))
  }

  /** Lets lines come into an order with an open change. See {@link addChangeActions}. */
  async addItemsToChange(change: OpenChange, lines: readonly AddedLine[]): Promise<void> {
    const actions = lines.map(
      ({ id, values, quantity, allow_backorder, internal_note = null }): NewChangeAction => {
        const { unit_price } = values as { unit_price: BigNumber }
        return {
          action: 'ITEM_ADD',
          internal_note,
          details: {
            reference_id: id,
            quantity: Number(quantity),
            unit_price: unit_price.toNumber(),
            ...(allow_backorder === undefined ? {} : { allow_backorder }),
          },
          amount: unit_price.times(quantity),
        }
      },
    )
    const writes = itemWrites(lines, change.order_version + 1, new Date().toISOString())
    await this.database.transaction(() => addActions(this.database, change, actions, writes))
  }

  /** Says what a line is to be with an open change, in place of what was said of it before. See {@link addChangeActions}. */
  setLineOfChange(change: OpenChange, line: LineChange): Promise<void> {
    return this.database.transaction(() => setLine(this.database, change, line))
  }

  /** Says anew how many of an added line there are to be, and at what price. See {@link addChangeActions}. */
  setAddedLineOfChange(
    change: OpenChange,
    actionId: string,
    line: Omit<LineChange, 'item_id'>,
  ): Promise<void> {
    return this.database.transaction(() => setAddedLine(this.database, change, actionId, line))
  }

  /** Lets a shipping method come into an order with an open change. See {@link addChangeActions}. */
  async addShippingToChange(
    change: OpenChange,
    method: NewOrderLine,
    { return_id, internal_note = null }: AddedShipping = {},
  ): Promise<void> {
    const action: NewChangeAction = {
      action: 'SHIPPING_ADD',
      reference: 'order_shipping_method',
      reference_id: method.id,
      details: {},
      amount: (method.values as { amount: BigNumber }).amount,
      internal_note,
      return_id: return_id ?? null,
    }
    const writes = shippingWrites([method], change.order_version + 1, new Date().toISOString())
    await this.database.transaction(() => addActions(this.database, change, [action], writes))
  }

  /** What an open change does to its order, in the order in which it does it. */
  changeActions(change: OpenChange): Promise<StoredAction[]> {
    return actionsOf(this.database, change.id)
  }

  /**
   * The action of an open change with this id.
   *
   * @param kinds what it may be
   * @throws StoaError `not_found`
   */
  findChangeAction(change: OpenChange, actionId: string, kinds: readonly string[]): Promise<StoredAction> {
    return findAction(this.database, change, actionId, kinds)
  }

  /** Sets an action of an open change anew. See {@link addChangeActions} for the errors. */
  updateChangeAction(change: OpenChange, actionId: string, update: ActionUpdate): Promise<void> {
    return this.database.transaction(() => updateAction(this.database, change, actionId, update))
  }

  /**
   * Sets what a shipping method costs that comes into an order with an open change.
   *
   * @param update.amount in major units. Default: it stays
   */
  async updateShippingOfChange(
    change: OpenChange,
    actionId: string,
    { amount, is_custom_amount, internal_note }: ShippingUpdate,
  ): Promise<void> {
    await this.database.transaction(async () => {
      const { reference_id } = await findAction(this.database, change, actionId, ['SHIPPING_ADD'])
      if (amount !== undefined) {
        const row = { id: reference_id, amount: amount.toFixed(), is_custom_amount }
        await writeTogether(this.database, [{ update: 'stoa_order.order_shipping_method', rows: [row] }])
      }
      await updateAction(this.database, change, actionId, {
        internal_note,
        ...(amount === undefined ? {} : { amount }),
      })
    })
  }

  /** Takes an action out of an open change. */
  removeChangeAction(change: OpenChange, actionId: string): Promise<void> {
    return removeActions(this.database, change.id, [actionId])
  }

  /** Marks an open change as asked for: whoever bought the goods may be told. */
  requestChange(change: OpenChange, by: string | null): Promise<void> {
    return settleChange(this.database, change.id, 'requested', by)
  }

  /** Gives an open change up: nothing of it was ever done. */
  cancelChange(change: OpenChange, by: string | null): Promise<void> {
    return this.database.transaction(() => cancelChange(this.database, change, by))
  }

  /**
   * Makes an order what its open change says: its next version. Stock and payments are the caller's concern.
   *
   * @returns the lines of which it has more or fewer
   * @throws StoaError `invalid_data` where the order is no longer such that it can be changed like this, and for a change that
   *   changes nothing
   */
  confirmChange(change: OpenChange, by: string | null): Promise<ChangedLine[]> {
    return this.database.transaction(() => confirmChange(this.database, change, by))
  }
}
