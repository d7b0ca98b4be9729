import type { Database } from './database.ts'

/** Few enough that no other statement waits long for the locks. */
const BATCH = 5_000

/**
 * Deletes many rows, some thousand at a time, each batch on its own: for what is pruned while the shop is open.
 *
 * @param table with its schema
 * @param where the condition, on the table's columns; it must not come from outside
 * @param values of its placeholders
 * @returns how many rows went
 */
export async function deleteInBatches(
  database: Database,
  table: string,
  where: string,
  values: readonly unknown[] = [],
): Promise<number> {
  for (let total = 0; ; ) {
    const gone = await database.query(
      `delete from ${table} where ctid in (select ctid from ${table} where ${where} limit ${BATCH}) returning 1`,
      values,
    )
    total += gone.length
    if (gone.length < BATCH) return total
  }
}
