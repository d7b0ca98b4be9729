import type { NewChangeAction } from './changes/change-actions.ts'
import { addActions, findAction, updateAction } from './changes/change-actions.ts'
import type { OpenChange } from './changes/open-change.ts'
import { DraftMethods } from './draft-methods.ts'
import type { ItemQuantity } from './item-progress.ts'
import { assertReturnCancelable, cancelReturn } from './returns/cancel-return.ts'
import { countReturn, uncountReturn } from './returns/count-return.ts'
import { type LockedReturn, lockReturn, type OpenedReturn, openReturn } from './returns/open-return.ts'
import { confirmReceipt, type Receipt, receiptOf } from './returns/receive-return.ts'
import {
  forgetReturn,
  type NewReturn,
  recordReturn,
  takeReturnItems,
  type WantedReturnItem,
} from './returns/record-return.ts'
import { type ReturnRequest, requestReturn } from './returns/request-return.ts'
import { type AskedBack, addReturnItems, updateReturnItem } from './returns/return-items.ts'

/** A return that a shopkeeper begins, and what is said of it. */
export type BegunReturn = OpenedReturn & {
  description?: string | undefined
  internal_note?: string | undefined
}

/** Goods of an order that come back. */
export class ReturnMethods extends DraftMethods {
  /**
   * Counts lines as going back. A guarded update: what is fulfilled goes back once, also where it is asked for twice at the
   * same time. {@link recordReturn} makes the return of it.
   *
   * @param items each line once, with quantities above 0
   * @throws StoaError `not_found`, also for a reason; `invalid_data` for a cancelled order, a line it does not have, and more
   *   than is fulfilled and not in a return yet
   */
  takeReturnItems(orderId: string, returnId: string, items: readonly WantedReturnItem[]): Promise<void> {
    return takeReturnItems(this.database, orderId, returnId, items)
  }

  /** Takes {@link takeReturnItems} back as if it had never been. Doing it again changes nothing. */
  forgetReturn(orderId: string, returnId: string): Promise<void> {
    return forgetReturn(this.database, orderId, returnId)
  }

  /**
   * Writes a return down whose items are counted, with what the way back costs, which is owed from now on, and the change of
   * the type `return_request` that tells of it.
   */
  recordReturn(made: NewReturn): Promise<void> {
    return recordReturn(this.database, made)
  }

  /**
   * Begins a return, which is put together in an open change of its order: what goes back with
   * {@link OrderService.addReturnItems}, how with {@link OrderService.addShippingToChange}.
   *
   * @returns the return's id
   * @throws StoaError as {@link OrderService.openChange}
   */
  openReturn(begun: BegunReturn): Promise<string> {
    return openReturn(this.database, begun)
  }

  /**
   * Locks the order of a return, and reads the return, so call it in a transaction.
   *
   * @throws StoaError `not_found`
   */
  lockReturn(id: string): Promise<LockedReturn> {
    return lockReturn(this.database, id)
  }

  /**
   * Counts what an open change asks back with a return as going back, so that a carrier can be called for it: a guarded update, as
   * {@link takeReturnItems}. Run it in the transaction that locked the change.
   *
   * @returns it, each line once
   * @throws StoaError `invalid_data` for nothing at all, and for more than is fulfilled and neither in a return nor written off
   */
  countReturn(change: OpenChange, returnId: string): Promise<WantedReturnItem[]> {
    return countReturn(this.database, change, returnId)
  }

  /** Takes {@link countReturn} back: the carrier does not come. Doing it again changes nothing. */
  uncountReturn(orderId: string, returnId: string): Promise<void> {
    return uncountReturn(this.database, orderId, returnId)
  }

  /**
   * Makes a return that was put together one that is asked for, once its items are counted by {@link countReturn}.
   */
  requestReturn(change: OpenChange, returnId: string, request: ReturnRequest): Promise<void> {
    return this.database.transaction(() => requestReturn(this.database, change, returnId, request))
  }

  /**
   * Asks for goods to go back with a return that is put together in an open change.
   *
   * @param items named by the lines of the order
   * @throws StoaError `invalid_data` for more than was sent and is neither in a return nor written off, `not_found` for a reason
   */
  addReturnItems(change: OpenChange, returnId: string, items: readonly AskedBack[]): Promise<void> {
    return this.database.transaction(() => addReturnItems(this.database, change, returnId, items))
  }

  /** Says anew what is asked back. See {@link addReturnItems}. */
  updateReturnItem(
    change: OpenChange,
    actionId: string,
    update: Partial<Omit<AskedBack, 'id'>>,
  ): Promise<void> {
    return this.database.transaction(() => updateReturnItem(this.database, change, actionId, update))
  }

  /** Gives a return up that is still being put together, with the change in which it was. */
  async giveUpReturn(change: OpenChange, by: string | null): Promise<void> {
    await this.database.transaction(async () => {
      await this.cancelChange(change, by)
      await this.deleteReturns([change.return_id as string])
    })
  }

  /**
   * Says what of a return has come.
   *
   * @param kind whole, or damaged
   * @param items named by the lines of the order
   * @throws StoaError `invalid_data` for what is not on its way back with the return
   */
  async receiveItems(
    change: OpenChange,
    kind: ReceiptKind,
    items: readonly (ItemQuantity & { internal_note?: string | null | undefined })[],
  ): Promise<void> {
    const actions = items.map(
      ({ id, quantity, internal_note = null }): NewChangeAction => ({
        action: kind,
        reference: 'return',
        reference_id: change.return_id,
        details: { reference_id: id, quantity: Number(quantity) },
        internal_note,
      }),
    )
    await this.database.transaction(async () => {
      await addActions(this.database, change, actions)
      await receiptOf(this.database, change)
    })
  }

  /** Says anew how many have come. See {@link receiveItems}. */
  async updateReceivedItems(
    change: OpenChange,
    actionId: string,
    kind: ReceiptKind,
    update: Parameters<DraftMethods['updateChangeAction']>[2],
  ): Promise<void> {
    await this.database.transaction(async () => {
      await findAction(this.database, change, actionId, [kind])
      await updateAction(this.database, change, actionId, update)
      await receiptOf(this.database, change)
    })
  }

  /**
   * Counts what an open receipt says as back: whole goods are no longer to be paid for. Stock is the caller's concern.
   *
   * @returns what came back whole, and what damaged
   * @throws StoaError `invalid_data` for a receipt of nothing, and for more than is on its way back
   */
  confirmReceipt(change: OpenChange, by: string | null): Promise<Receipt> {
    return this.database.transaction(() => confirmReceipt(this.database, change, by))
  }

  /**
   * Locks a return that is to be called off, so call it in a transaction.
   *
   * @throws StoaError `not_found`, `invalid_data` for one of which something came back, or that is called off already
   */
  assertReturnCancelable(id: string): Promise<LockedReturn> {
    return assertReturnCancelable(this.database, id)
  }

  /** Calls a return off: its goods stay where they are. See {@link assertReturnCancelable} for the errors. */
  cancelReturn(id: string, by: string | null): Promise<LockedReturn> {
    return cancelReturn(this.database, id, by)
  }
}

/** How goods of a return came back. */
export type ReceiptKind = 'RECEIVE_RETURN_ITEM' | 'RECEIVE_DAMAGED_RETURN_ITEM'
