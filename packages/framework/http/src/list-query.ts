/**
 * The page a list query asks for.
 *
 * @param query one that a schema of `listQuery` has filled in
 */
export function pagination(query: { offset?: number; limit?: number }): { offset: number; limit: number } {
  return { offset: query.offset ?? 0, limit: query.limit ?? 20 }
}

/**
 * Picks the filters out of a query; `$and` and `$or` come along.
 *
 * @example
 * filtersOf({ limit: 20, title: 'Tee' }, ['id', 'title'])
 * // { title: 'Tee' }
 */
export function filtersOf<Query extends object, const Name extends string>(
  query: Query,
  names: readonly Name[],
): Pick<Query, Extract<keyof Query, Name | '$and' | '$or'>> {
  const wanted = new Set<string>([...names, '$and', '$or'])
  return Object.fromEntries(
    Object.entries(query).filter(([name, value]) => wanted.has(name) && value !== undefined),
  ) as never
}
