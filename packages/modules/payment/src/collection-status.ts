/**
 * How a collection `c` stands once these are its sums, in SQL. Money that was taken counts before money that is held.
 *
 * @param authorized what is held and was taken, as an SQL expression
 * @param captured what was taken of that
 */
export const collectionStatus = (authorized: string, captured: string) => `case
  when ${captured} > 0 and ${captured} >= c.amount then 'completed'
  when ${captured} > 0 then 'partially_captured'
  when ${authorized} > 0 and ${authorized} >= c.amount then 'authorized'
  when ${authorized} > 0 then 'partially_authorized'
  else 'awaiting' end`
