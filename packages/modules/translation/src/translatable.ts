import { type Container, GraphExtensions, StoaError } from '@stoa/kernel'

/** What modules say may be translated of their entities, by the entity. */
export function translatableOf(container: Container): ReadonlyMap<string, readonly string[]> {
  const said = container.resolve(GraphExtensions).list as readonly {
    kind: string
    entity: string
    columns: readonly string[]
  }[]
  return new Map(
    said.filter(({ kind }) => kind === 'translatable').map(({ entity, columns }) => [entity, columns]),
  )
}

/**
 * The columns of an entity that may be translated.
 *
 * @throws StoaError `invalid_data` for an entity that has none
 */
export function columnsOf(
  translatable: ReadonlyMap<string, readonly string[]>,
  entity: string,
): readonly string[] {
  const columns = translatable.get(entity)
  if (columns) return columns
  throw new StoaError(
    'invalid_data',
    `${entity.slice(0, 100)} has nothing to translate. What has: ${[...translatable.keys()].sort().join(', ')}.`,
  )
}

/** @throws StoaError `invalid_data` that names the first of them that cannot be translated */
export function assertColumns(entity: string, known: readonly string[], asked: readonly string[]): void {
  const wrong = asked.find((column) => !known.includes(column))
  if (wrong === undefined) return
  throw new StoaError(
    'invalid_data',
    `${wrong.slice(0, 100)} of a ${entity} cannot be translated. What can: ${known.join(', ')}.`,
  )
}
