import { StoaError } from '@stoa/kernel'

interface Named {
  id: string
}

/** Rows that a list names by their ids, for the owner whose list it is to replace. */
export interface NamedRows {
  owner_id: string
  rows: readonly Named[]
}

/** Which changes name rows there are in a list of theirs. */
export const namedIn = <Name extends string>(
  changes: readonly (Named & { [Key in Name]?: readonly unknown[] })[],
  name: Name,
): NamedRows[] =>
  changes.flatMap(({ id, [name]: list = [] }) => {
    const rows = (list as Partial<Named>[]).filter((row): row is Named => row.id !== undefined)
    return rows.length > 0 ? [{ owner_id: id, rows }] : []
  })

/**
 * Refuses ids of rows that another owner has: to be named in a list would pull them over.
 *
 * @param owner what messages call the owner
 * @param present rows with their owner
 * @throws StoaError `not_found` that names what an owner does not have, `invalid_data` for what is named twice
 */
export function assertOwned(
  owner: string,
  named: readonly NamedRows[],
  present: readonly { id: string; owner_id: string | null }[],
): void {
  const owners = new Map(present.map(({ id, owner_id }) => [id, owner_id]))
  for (const { owner_id, rows } of named) {
    const ids = rows.map(({ id }) => id)
    const strangers = ids.filter((id) => owners.get(id) !== owner_id)
    if (strangers.length > 0) {
      throw new StoaError('not_found', `There is no ${strangers.join(', no ')} on ${owner} ${owner_id}.`)
    }
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice) throw new StoaError('invalid_data', `Name ${twice} once only on ${owner} ${owner_id}.`)
  }
}
