import type { Amount } from '@stoa/money'

/** What an action does to an order that is more than a note. */
type ChangeActionKind =
  | 'ITEM_ADD'
  | 'ITEM_UPDATE'
  | 'ITEM_ADJUSTMENTS_REPLACE'
  | 'SHIPPING_ADJUSTMENTS_REPLACE'
  | 'SHIPPING_ADD'
  | 'SHIPPING_REMOVE'
  | 'CREDIT_LINE_ADD'
  | 'RETURN_ITEM'
  | 'CANCEL_RETURN_ITEM'
  | 'RECEIVE_RETURN_ITEM'
  | 'RECEIVE_DAMAGED_RETURN_ITEM'
  | 'WRITE_OFF_ITEM'
  | 'REINSTATE_ITEM'

/** One thing that a change does to an order, as {@link applyChange} reads it. */
export interface ChangeAction {
  /** Kinds that are not among these change nothing of what is bought. */
  action: ChangeActionKind | (string & {})
  /** Of a shipping method or what a credit line is for. */
  reference_id?: string | null
  /** Items are named by `reference_id`, the id of the line. */
  details: Readonly<Record<string, unknown>> & {
    reference_id?: string
    /** Of an `ITEM_UPDATE` what the line has from then on, else how many it is about. */
    quantity?: Amount
    unit_price?: Amount | null
    compare_at_unit_price?: Amount | null
  }
  amount?: Amount | null
}
