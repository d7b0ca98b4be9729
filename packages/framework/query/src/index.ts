export { onTheWire, raw } from './compile.ts'
export {
  type Compute,
  type ComputeExtension,
  defineCompute,
  type ResultRow,
  type WantedFields,
} from './define-compute.ts'
export { defineField, type FieldExtension } from './define-field.ts'
export { defineLink, type Link, type LinkDefinition, type LinkSide, linkMigration } from './define-link.ts'
export { defineRelation, type RelationDefinition, type RelationExtension } from './define-relation.ts'
export {
  defineSearch,
  defineSearchDocument,
  type SearchDocumentExtension,
  type SearchExtension,
} from './define-search.ts'
export {
  defineTranslatable,
  defineTranslations,
  type TranslatableExtension,
  type TranslationsDefinition,
  type TranslationsExtension,
} from './define-translatable.ts'
export { defineView, type ViewDefinition, type ViewExtension } from './define-view.ts'
export type { Facet, FacetResult } from './facets.ts'
export { type FieldRules, resolveFields } from './fields.ts'
export type { Filters } from './filter.ts'
export type { Join } from './graph.ts'
export { createLinks, dismissLinks, type LinkRow } from './links.ts'
export type { OrderBy } from './order.ts'
export { type PageOf, type PageOptions, Query, type QueryOptions, type SearchOptions } from './query.ts'
export { queryModule } from './query-module.ts'
export { type Asked, belongings, reach } from './reach.ts'
export { type Expression, type Scope, StatementScope } from './scope.ts'
export { escapePattern } from './search.ts'
