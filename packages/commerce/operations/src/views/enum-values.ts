import type { Database } from '@stoa/kernel'

const snake = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()

/** Finds the values that a column may have, where its entity fixes them. */
export function enumValuesIn({
  orm,
}: Database): (entity: string, column: string) => readonly string[] | undefined {
  const byName = new Map(
    [...orm.getMetadata().getAll().values()].map((meta) => [snake(String(meta.className)), meta]),
  )
  return (entity, column) => {
    const items = (byName.get(entity)?.properties as Record<string, { items?: unknown[] }> | undefined)?.[
      column
    ]?.items
    return items?.map(String)
  }
}
