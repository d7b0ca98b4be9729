import { type Database, StoaError } from '@stoa/kernel'

/** What moving or adding a category needs to know of the place it goes to. */
export interface CategoryPlace {
  /** The ids from the root down to the parent, joined by dots; empty for a root. */
  path: string
  /** Among its new siblings. */
  rank: number
}

const CATEGORY = 'stoa_product.product_category'
const SIBLINGS = `deleted_at is null and parent_category_id is not distinct from`

/** Two changes of the tree at once could give two siblings one rank, or make two categories each other's child. */
export async function lockTree(database: Database): Promise<void> {
  await database.query(`select pg_advisory_xact_lock(hashtext('${CATEGORY}'))`)
}

/**
 * Makes room for a category among its siblings.
 *
 * @param rank where it is to stand; left out, or beyond the last: at the end
 * @throws StoaError `not_found` if there is no such parent
 */
export async function makeRoom(
  database: Database,
  parent_category_id: string | null,
  rank: number | undefined,
): Promise<CategoryPlace> {
  const [place] = await database.query<{ path: string | null; siblings: number }>(
    `select (select mpath from ${CATEGORY} where id = $1 and deleted_at is null) as path,
       (select count(*)::int from ${CATEGORY} where ${SIBLINGS} $1) as siblings`,
    [parent_category_id],
  )
  const { path = null, siblings = 0 } = place ?? {}
  if (parent_category_id !== null && path === null) {
    throw new StoaError('not_found', `ProductCategory with id: ${parent_category_id} was not found`)
  }
  if (rank === undefined || rank >= siblings) return { path: path ?? '', rank: siblings }
  await database.query(`update ${CATEGORY} set rank = rank + 1 where ${SIBLINGS} $1 and rank >= $2`, [
    parent_category_id,
    rank,
  ])
  return { path: path ?? '', rank }
}

/** Moves the siblings behind a category that leaves them one up. */
export async function closeGap(
  database: Database,
  category: { id: string; parent_category_id: string | null; rank: number },
): Promise<void> {
  await database.query(
    `update ${CATEGORY} set rank = rank - 1 where ${SIBLINGS} $1 and rank > $2 and id <> $3`,
    [category.parent_category_id, category.rank, category.id],
  )
}

/** Writes a category's path, and with it that of everything below it. */
export async function movePaths(database: Database, from: string, to: string): Promise<void> {
  await database.query(
    `update ${CATEGORY} set mpath = $2 || substr(mpath, length($1) + 1), updated_at = now()
     where mpath = $1 or starts_with(mpath, $1 || '.')`,
    [from, to],
  )
}
