import type { GraphExtension } from '@stoa/kernel'

export interface SearchExtension extends GraphExtension {
  kind: 'search'
  entity: string
  columns: readonly string[]
}

export interface SearchDocumentExtension extends GraphExtension {
  kind: 'search-document'
  entity: string
  fields: readonly string[]
}

/**
 * Says what stands in the column `search_document` of an entity, for who wants to know what `q` looks through. The database
 * fills the column.
 *
 * @param fields columns, and paths through relations such as `variants.sku`
 */
export function defineSearchDocument(entity: string, fields: readonly string[]): SearchDocumentExtension {
  return { kind: 'search-document', entity, fields }
}

/**
 * Says what `q` looks through on an entity with few rows. An entity with many brings a column `search_document` instead,
 * in lower case and with a trigram index, which is found by its name.
 */
export function defineSearch(entity: string, columns: readonly string[]): SearchExtension {
  return { kind: 'search', entity, columns }
}
