import { ChangeMethods } from './change-methods.ts'
import { changeProperties } from './change-properties.ts'
import { setCarryOver } from './changes/carry-over.ts'
import { removeActions } from './changes/change-actions.ts'
import type { OpenChange } from './changes/open-change.ts'
import { removeShippingAction, replaceAddedShipping, replaceShipping } from './drafts/change-shipping.ts'
import { type ConvertedDraft, convertDraft } from './drafts/convert-draft.ts'
import { deleteDraft } from './drafts/delete-draft.ts'
import { type LockedDraft, lockDraft } from './drafts/lock-draft.ts'
import type { DraftDiscount } from './drafts/promoted-adjustments.ts'
import { forgetDiscountsOfChange, setDiscounts, setDiscountsOfChange } from './drafts/set-discounts.ts'
import { type NewTaxes, setTaxes } from './drafts/set-taxes.ts'
import type { NewOrderLine } from './new-order.ts'
import type { OrderProperties } from './order-properties.ts'

/** Another way to ship, in place of one. */
export interface ShippingReplacement {
  method: NewOrderLine
  internal_note?: string | null | undefined
}

/** Drafts: orders that a shopkeeper puts together, of which nothing is sold until they are converted. */
export class DraftMethods extends ChangeMethods {
  /**
   * Locks a draft until the open transaction ends, so that nothing else is decided for it meanwhile.
   *
   * @throws StoaError `not_found`; `invalid_data` for an order that is no draft
   */
  lockDraft(orderId: string): Promise<LockedDraft> {
    return lockDraft(this.database, orderId)
  }

  /**
   * Sets properties of a draft, also whose it is and where it goes. Its taxes and discounts are the caller's concern. See
   * {@link OrderService.changeProperties} for how it is written down.
   *
   * @returns whether anything was different
   * @throws StoaError `not_found`; `invalid_data` for an order that is no draft
   */
  changeDraft(orderId: string, wanted: OrderProperties, by: string | null): Promise<boolean> {
    return changeProperties(this.database, orderId, wanted, by, true)
  }

  /** Replaces the taxes of lines and shipping methods of a draft, also of such that wait to come into it. */
  setTaxesOfDraft(taxes: NewTaxes): Promise<void> {
    return setTaxes(this.database, taxes)
  }

  /** Sets what promotions take off a draft, and with it what it comes to. Discounts that were given by hand stay. */
  setDiscountsOfDraft(draft: LockedDraft, discounts: readonly DraftDiscount[]): Promise<void> {
    return this.database.transaction(() => setDiscounts(this.database, draft, discounts))
  }

  /**
   * Says whether the promotions of an order take something off what comes into it with a change. It locks the order, so call it
   * in a transaction.
   *
   * @returns the change, where it is open and its discounts are to follow
   * @throws StoaError `not_found`; `invalid_data` for `true` for a draft, `not_allowed` where the change is over and says otherwise
   */
  setCarryOver(changeId: string, carries: boolean | null): Promise<OpenChange | undefined> {
    return setCarryOver(this.database, changeId, carries)
  }

  /** Forgets what promotions take off with an open change: before each step of it, as a step may take lines out. */
  forgetDiscountsOfChange(change: OpenChange): Promise<void> {
    return forgetDiscountsOfChange(this.database, change)
  }

  /**
   * Says what promotions take off an order as its open change would make it, after {@link forgetDiscountsOfChange}.
   *
   * @param options.added_only whether of the lines that come with it alone, the others staying as they are. Default: of all, and
   *   of the shipping
   */
  setDiscountsOfChange(
    change: OpenChange,
    discounts: readonly DraftDiscount[],
    options: { added_only?: boolean } = {},
  ): Promise<void> {
    return this.database.transaction(() => setDiscountsOfChange(this.database, change, discounts, options))
  }

  /** Takes actions out of an open change. */
  removeChangeActions(change: OpenChange, actionIds: readonly string[]): Promise<void> {
    return removeActions(this.database, change.id, actionIds)
  }

  /**
   * Puts a shipping method in the place of one that the order has, with an open change.
   *
   * @throws StoaError `not_found` for a method that is not in the order
   */
  replaceShippingOfChange(
    change: OpenChange,
    methodId: string,
    replacement: ShippingReplacement,
  ): Promise<void> {
    return this.database.transaction(() => replaceShipping(this.database, change, methodId, replacement))
  }

  /** Takes a shipping method out of the order with an open change. See {@link replaceShippingOfChange} for the errors. */
  removeShippingWithChange(change: OpenChange, methodId: string): Promise<void> {
    return this.database.transaction(() => replaceShipping(this.database, change, methodId))
  }

  /** Puts a shipping method in the place of one that waits to come into the order with an open change. */
  replaceAddedShippingOfChange(
    change: OpenChange,
    actionId: string,
    replacement: ShippingReplacement,
  ): Promise<void> {
    return this.database.transaction(() => replaceAddedShipping(this.database, change, actionId, replacement))
  }

  /**
   * Takes back what an open change does to the shipping: a method that was to come, or one that was to go. What was put in the
   * place of another leaves that where it is.
   */
  removeShippingAction(change: OpenChange, actionId: string): Promise<void> {
    return this.database.transaction(() => removeShippingAction(this.database, change, actionId))
  }

  /**
   * Makes a draft an order. Stock, promotions and payments are the caller's concern, so call it in their transaction: of calls
   * at once one comes through.
   *
   * @returns what is to be reserved, counted and paid
   * @throws StoaError `not_found`; `invalid_data` for an order that is no draft, and for a draft of nothing; `not_allowed` while
   *   it is edited
   */
  convertDraft(orderId: string): Promise<ConvertedDraft> {
    return this.database.transaction(() => convertDraft(this.database, orderId))
  }

  /**
   * Soft-deletes a draft. Its open edit is gone for good, with what was to come into the draft.
   *
   * @throws StoaError `not_found`; `invalid_data` for an order that is no draft
   */
  deleteDraft(orderId: string): Promise<void> {
    return this.database.transaction(() => deleteDraft(this.database, orderId))
  }
}
