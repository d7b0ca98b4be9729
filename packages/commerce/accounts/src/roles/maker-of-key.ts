/**
 * SQL: for whom a secret key acts, which is whoever made it; where that was done with another key, whoever made that one, and
 * so on, whether or not those keys are still good. The id of a user, or '' for a key that is nobody's but the shop's. Null where
 * it leads nowhere.
 *
 * @param id the key's id, as SQL; it may name columns of the statement around it
 */
export const makerOfKey = (id: string): string => `(
  with recursive maker (id) as (
    select made.created_by from stoa_api_key.api_key made where made.id = ${id}
    union
    select made.created_by from maker join stoa_api_key.api_key made on made.id = maker.id
  )
  select maker.id from maker where not exists (select from stoa_api_key.api_key made where made.id = maker.id))`
