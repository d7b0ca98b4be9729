import type { GraphExtension } from '@stoa/kernel'
import type { Relation } from './graph.ts'

export interface TranslatableExtension extends GraphExtension {
  kind: 'translatable'
  entity: string
  columns: readonly string[]
}

/**
 * Says which words of an entity may be shown in other languages. Where translations are started, a query with
 * `context: { locale: 'de-DE' }` gives them instead, in the same statement; one without a locale is what it would be without this.
 *
 * @param entity in snake case
 */
export function defineTranslatable(entity: string, columns: readonly string[]): TranslatableExtension {
  return { kind: 'translatable', entity, columns }
}

/** Where translations come from. */
export interface TranslationsDefinition {
  /**
   * SQL that gives the word of a row in another language, or null.
   *
   * @param locale the placeholder of the language
   */
  translated(entity: string, column: string, row: string, locale: string): string
  /** The entity that holds translations. Whatever is translatable leads to its own by the relation `translations`. */
  target: string
  join: Relation['join']
}

export interface TranslationsExtension extends GraphExtension, TranslationsDefinition {
  kind: 'translations'
}

/** Says where queries find words in other languages. */
export const defineTranslations = (definition: TranslationsDefinition): TranslationsExtension => ({
  kind: 'translations',
  ...definition,
})
