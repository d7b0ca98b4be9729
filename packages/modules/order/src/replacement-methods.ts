import type { BigNumber } from '@stoa/kernel'
import type { OpenChange } from './changes/open-change.ts'
import type { ChangedLine } from './changes/settle-change.ts'
import {
  assertReplacementCancelable,
  type CancelableReplacement,
  cancelReplacement,
} from './replacements/cancel-replacement.ts'
import { addClaimItems, type ClaimedItem, updateClaimItem } from './replacements/claim-items.ts'
import type { ReplacementKind } from './replacements/kinds.ts'
import {
  type BegunReplacement,
  giveUpReplacement,
  openReplacement,
  returnOfReplacement,
} from './replacements/open-replacement.ts'
import { recordReplacement } from './replacements/record-replacement.ts'
import { ReturnMethods } from './return-methods.ts'

/** Goods that are sent for others: exchanges and claims. */
export class ReplacementMethods extends ReturnMethods {
  /**
   * Begins an exchange or a claim, which is put together in an open change of its order: what is sent with
   * {@link OrderService.addItemsToChange}, what goes back with {@link OrderService.addReturnItems} of
   * {@link returnOfReplacement}.
   *
   * @returns its id
   * @throws StoaError as {@link OrderService.openChange}
   */
  openReplacement(kind: ReplacementKind, begun: BegunReplacement): Promise<string> {
    return openReplacement(this.database, kind, begun)
  }

  /**
   * The return with which goods go back, of an exchange or a claim that is put together; it begins where there is none.
   *
   * @param locationId where the goods are to come. Default: what was said before
   */
  returnOfReplacement(change: OpenChange, locationId?: string): Promise<string> {
    return this.database.transaction(() => returnOfReplacement(this.database, change, locationId))
  }

  /**
   * Lets an open claim be about goods: they are written off with it, and no longer to be paid for.
   *
   * @param items named by the lines of the order
   * @throws StoaError `invalid_data` for more than was sent and is neither in a return nor written off
   */
  addClaimItems(change: OpenChange, items: readonly ClaimedItem[]): Promise<void> {
    return this.database.transaction(() => addClaimItems(this.database, change, items))
  }

  /** Says anew what an open claim is about. See {@link addClaimItems}. */
  updateClaimItem(
    change: OpenChange,
    actionId: string,
    update: Partial<Omit<ClaimedItem, 'id'>>,
  ): Promise<void> {
    return this.database.transaction(() => updateClaimItem(this.database, change, actionId, update))
  }

  /**
   * Writes down what is sent with an exchange or a claim that is being confirmed, and what was claimed.
   *
   * @param options.difference_due what the buyer owes for an exchange, once the goods are back; below 0 what the shop owes
   */
  recordReplacement(change: OpenChange, options: { difference_due?: BigNumber.Value } = {}): Promise<void> {
    return recordReplacement(this.database, change, options)
  }

  /** Gives an exchange or a claim up that is still being put together, with its return. */
  giveUpReplacement(change: OpenChange, by: string | null): Promise<void> {
    return this.database.transaction(() => giveUpReplacement(this.database, change, by))
  }

  /**
   * Locks the order of an exchange or a claim that is to be called off, so call it in a transaction.
   *
   * @throws StoaError `not_found`; `invalid_data` for one that is called off, still put together, or of whose goods some came back
   */
  assertReplacementCancelable(kind: ReplacementKind, id: string): Promise<CancelableReplacement> {
    return assertReplacementCancelable(this.database, kind, id)
  }

  /**
   * Calls an exchange or a claim off, once its return is: what was to be sent leaves the order, and what was written off is not
   * any more. Stock and payments are the caller's concern.
   *
   * @returns the lines of which the order has fewer
   * @throws StoaError `invalid_data` where some of what is sent is fulfilled, `not_allowed` while another change is open
   */
  cancelReplacement(
    kind: ReplacementKind,
    replacement: CancelableReplacement,
    by: string | null,
  ): Promise<ChangedLine[]> {
    return cancelReplacement(this.database, kind, replacement, by)
  }
}
