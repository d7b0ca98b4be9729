/** What a return reason says of itself. */
export const returnReasonColumns =
  'id value label parent_return_reason_id description created_at updated_at deleted_at'

/** The same with what it is a kind of, and what is a kind of it. */
export const returnReasonFields = `${returnReasonColumns} *parent_return_reason *return_reason_children`
