import { writeTogether } from '@stoa/kernel'
import { assertCancelable, cancelOrder } from './cancellation.ts'
import { changeProperties } from './change-properties.ts'
import { addCreditLine, type NewCreditLine } from './credit-lines.ts'
import {
  cancelFulfilledItems,
  deliverItems,
  forgetFulfillment,
  fulfillItems,
  shipAllItems,
  shipItems,
} from './fulfilled-items.ts'
import type { ItemQuantity } from './item-progress.ts'
import { assertNoDraft, assertNotCanceled, lockOrder } from './lock-order.ts'
import type { NewOrder } from './new-order.ts'
import type { OrderProperties } from './order-properties.ts'
import { orderWrites } from './order-writes.ts'
import { ReplacementMethods } from './replacement-methods.ts'
import { removeReturnReason } from './return-reasons.ts'
import { moveOrder } from './statuses.ts'
import { type NewTransaction, recordTransactions } from './transactions.ts'
import {
  answerTransfer,
  cancelTransfer,
  type RequestedTransfer,
  requestTransfer,
  type TransferRequest,
  type Transferred,
  transferNow,
} from './transfers.ts'

/** Orders: what was bought, at which price, and how far it has come. */
export class OrderService extends ReplacementMethods {
  /**
   * Writes a new order in one statement, however many lines it has.
   *
   * @returns its id and the number a shopkeeper calls it by
   */
  async placeOrder(order: NewOrder): Promise<{ id: string; display_id: number }> {
    return this.database.transaction(async () => {
      const writes = orderWrites(order, new Date().toISOString())
      const [placed] = await writeTogether<{ id: string; display_id: number }>(this.database, writes)
      return placed as { id: string; display_id: number }
    })
  }

  /**
   * Sets the e-mail address, postal addresses, locale or metadata of an order. Each that is really different becomes a
   * confirmed change of the type `update_order`, whose action holds the value before and after.
   *
   * @param by the id of whoever does it
   * @returns whether anything was different
   * @throws StoaError `invalid_data` for a cancelled order, a draft, and another country to ship to
   */
  changeProperties(
    orderId: string,
    wanted: Omit<OrderProperties, 'customer_id' | 'sales_channel_id'>,
    by: string | null,
  ): Promise<boolean> {
    return changeProperties(this.database, orderId, wanted, by)
  }

  /**
   * Marks an order as done.
   *
   * @returns whether it was not yet
   * @throws StoaError `invalid_data` for one that is cancelled, archived or a draft
   */
  completeOrder(orderId: string): Promise<boolean> {
    return moveOrder(this.database, orderId, 'completed')
  }

  /**
   * Puts an order away.
   *
   * @returns whether it was not yet
   * @throws StoaError `invalid_data` for one that is neither done nor cancelled, and for a draft
   */
  archiveOrder(orderId: string): Promise<boolean> {
    return moveOrder(this.database, orderId, 'archived')
  }

  /**
   * Locks an order until the open transaction ends, so that nothing else is decided for it meanwhile.
   *
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order and a draft
   */
  async lockOrder(orderId: string): Promise<void> {
    const order = await lockOrder(this.database, orderId)
    assertNotCanceled(orderId, order)
    assertNoDraft(orderId, order, 'nothing is to be sent or paid yet')
  }

  /**
   * Locks an order that is to be cancelled, so call it in a transaction.
   *
   * @throws StoaError `not_found`; `invalid_data` for one that is cancelled already, or a draft; `not_allowed` while some of
   *   it is fulfilled
   */
  assertCancelable(orderId: string): Promise<void> {
    return assertCancelable(this.database, orderId)
  }

  /**
   * Marks an order as cancelled; what was paid and reserved for it is the caller's concern. See {@link assertCancelable} for
   * the errors.
   *
   * @returns the ids of all the lines it ever had
   */
  cancelOrder(orderId: string): Promise<string[]> {
    return cancelOrder(this.database, orderId)
  }

  /**
   * Writes down money that moved for an order, and with it what is paid, given back and still owed. A capture or refund
   * counts once, however often it is recorded.
   *
   * @returns the `reference_id` of those that were not known yet
   */
  recordTransactions(orderId: string, transactions: readonly NewTransaction[]): Promise<string[]> {
    return recordTransactions(this.database, orderId, transactions)
  }

  /**
   * Takes something off what is owed for an order, such as what a gift card is worth; with an amount below 0, off what is owed
   * to the buyer. Of calls at once, only as many come through as something is owed.
   *
   * @param by the id of whoever does it
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order, an amount of 0 or finer than the currency, and more
   *   than is owed
   */
  addCreditLine(orderId: string, line: NewCreditLine, by: string | null): Promise<{ id: string }> {
    return addCreditLine(this.database, orderId, line, by)
  }

  /**
   * Asks for an order to be given to another customer. It is given when whoever has it accepts with the token.
   *
   * @returns the id of the order change, and the token
   * @throws StoaError `invalid_data` for a cancelled order and for one that is theirs already, `not_allowed` while another
   *   change of the order is open
   */
  requestTransfer(orderId: string, request: TransferRequest): Promise<RequestedTransfer> {
    return requestTransfer(this.database, orderId, request)
  }

  /**
   * Gives an order to the customer it was asked for. A token works once, also when it is used twice at the same time.
   *
   * @returns to whom it went, and whether their e-mail address is to become the order's
   * @throws StoaError `not_allowed` for a token that opens no transfer of this order
   */
  acceptTransfer(orderId: string, token: string): Promise<Transferred> {
    return answerTransfer(this.database, orderId, token, 'confirmed')
  }

  /** Leaves an order where it is. See {@link acceptTransfer}. */
  async declineTransfer(orderId: string, token: string): Promise<void> {
    await answerTransfer(this.database, orderId, token, 'declined')
  }

  /**
   * Takes the open transfer of an order back.
   *
   * @param by who does it
   * @param options.own_only only one that the same asked for. Default: false
   * @throws StoaError `not_found` where there is none
   */
  cancelTransfer(orderId: string, by: string, { own_only = false } = {}): Promise<void> {
    return cancelTransfer(this.database, orderId, by, own_only)
  }

  /** Gives an order to a customer at once, with nobody asked. See {@link requestTransfer} for the errors. */
  async transferNow(orderId: string, request: TransferRequest): Promise<void> {
    await transferNow(this.database, orderId, request)
  }

  /**
   * Counts lines as fulfilled with a parcel. A guarded update: of calls at once for the same goods, only as many come through
   * as there are goods. Stock is the caller's concern.
   *
   * @param fulfillmentId the parcel; what is in it is known by this id from now on
   * @param items lines with quantities above 0; the same line twice counts as the sum
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order, a draft, a line it does not have, and more than is
   *   left to be fulfilled
   */
  fulfillItems(orderId: string, fulfillmentId: string, items: readonly ItemQuantity[]): Promise<void> {
    return fulfillItems(this.database, orderId, fulfillmentId, items)
  }

  /** Takes {@link fulfillItems} back as if it had never been: for a parcel that never came to be. Doing it again changes nothing. */
  forgetFulfillment(orderId: string, fulfillmentId: string): Promise<void> {
    return forgetFulfillment(this.database, orderId, fulfillmentId)
  }

  /**
   * Counts what was fulfilled with a parcel as not fulfilled again.
   *
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order, and for goods that are shipped, delivered or in a
   *   return
   */
  cancelFulfilledItems(orderId: string, fulfillmentId: string): Promise<void> {
    return cancelFulfilledItems(this.database, orderId, fulfillmentId)
  }

  /**
   * Counts lines as shipped with a parcel, which may happen in parts.
   *
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order, and for more than is left in the parcel
   */
  shipItems(orderId: string, fulfillmentId: string, items: readonly ItemQuantity[]): Promise<void> {
    return shipItems(this.database, orderId, fulfillmentId, items)
  }

  /** Counts all that is left in a parcel as shipped with it. See {@link shipItems}. */
  shipAllItems(orderId: string, fulfillmentId: string): Promise<void> {
    return shipAllItems(this.database, orderId, fulfillmentId)
  }

  /**
   * Counts what was shipped with a parcel as delivered; all that is in it, where none was shipped.
   *
   * @throws StoaError `not_found`; `invalid_data` for a cancelled order
   */
  deliverItems(orderId: string, fulfillmentId: string): Promise<void> {
    return deliverItems(this.database, orderId, fulfillmentId)
  }

  /** Soft-deletes a reason for returns. Those that were kinds of it stay, each standing for itself. */
  async removeReturnReason(id: string): Promise<void> {
    await removeReturnReason(this.database, id)
  }
}
