import type { Database } from './database.ts'

type Values = Readonly<Record<string, unknown>>

/** One kind of change within {@link writeTogether}. Tables are named with their schema: `stoa_cart.cart`. */
export type Write =
  | { insert: string; rows: readonly Values[]; returning?: string }
  /** Each row carries its `id` and the same columns as the others. */
  | { update: string; rows: readonly Values[] }
  | { delete: string; where: string; in: readonly string[] }

/**
 * Sends many changes as one statement, for the paths where every round trip counts. Rows travel as JSON and take their
 * types from the table. Foreign keys are checked when all of it is done, so the order does not matter; but no row may be
 * touched twice.
 *
 * @param writes those without rows are left out
 * @returns what the last write with `returning` gives
 * @example
 * await writeTogether(database, [
 *   { delete: 'stoa_cart.cart_line_item_tax_line', where: 'item_id', in: ids },
 *   { insert: 'stoa_cart.cart_line_item_tax_line', rows: lines },
 * ])
 */
export async function writeTogether<Returned extends object>(
  database: Database,
  writes: readonly Write[],
): Promise<Returned[]> {
  const values: unknown[] = []
  const parts = writes.filter(hasRows).map((write, index) => `w${index} as (${toSql(write, values)})`)
  if (parts.length === 0) return []
  const returning = writes.filter(hasRows).findLastIndex((write) => 'returning' in write && write.returning)
  return database.query<Returned>(
    `with ${parts.join(', ')} ${returning < 0 ? 'select 1' : `select * from w${returning}`}`,
    values,
    { prepare: true },
  )
}

const hasRows = (write: Write) => ('delete' in write ? write.in.length > 0 : write.rows.length > 0)

function toSql(write: Write, values: unknown[]): string {
  if ('delete' in write) {
    values.push(write.in)
    return `delete from ${write.delete} where "${write.where}" = any($${values.length}::text[])`
  }
  const columns = [...new Set(write.rows.flatMap((row) => Object.keys(row)))]
  const list = columns.map((name) => `"${name}"`).join(', ')
  values.push(JSON.stringify(write.rows))
  const given = `json_populate_recordset(null::${'insert' in write ? write.insert : write.update}, $${values.length}::json)`
  if ('insert' in write) {
    return `insert into ${write.insert} (${list}) select ${list} from ${given}${write.returning ? ` returning ${write.returning}` : ''}`
  }
  const changes = columns.filter((name) => name !== 'id').map((name) => `"${name}" = given."${name}"`)
  return `update ${write.update} t set ${[...changes, 'updated_at = now()'].join(', ')} from ${given} given where t.id = given.id`
}
