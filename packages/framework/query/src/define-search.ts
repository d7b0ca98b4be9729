import type { GraphExtension } from '@stoa/kernel'

export interface SearchExtension extends GraphExtension {
  kind: 'search'
  entity: string
  columns: readonly string[]
}

/**
 * Says what `q` looks through on an entity with few rows. An entity with many brings a column `search_document` instead,
 * in lower case and with a trigram index, which is found by its name.
 */
export function defineSearch(entity: string, columns: readonly string[]): SearchExtension {
  return { kind: 'search', entity, columns }
}
