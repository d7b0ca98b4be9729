import { type EntityMetadata, ReferenceKind } from '@mikro-orm/core'
import type { Database, GraphExtension } from '@stoa/kernel'
import { StoaError } from '@stoa/kernel'
import type { ComputeExtension } from './define-compute.ts'
import type { FieldExtension } from './define-field.ts'
import type { Link, LinkSide } from './define-link.ts'
import type { RelationDefinition, RelationExtension } from './define-relation.ts'
import type { SearchDocumentExtension, SearchExtension } from './define-search.ts'
import type { TranslatableExtension, TranslationsExtension } from './define-translatable.ts'
import type { ViewExtension } from './define-view.ts'
import { type EntityNode, Graph, type Relation } from './graph.ts'
import { nodeOf, rememberPivot } from './metadata.ts'
import { throughPairs } from './pairs.ts'
import { quote } from './scope.ts'

type Extension =
  | Link
  | RelationExtension
  | FieldExtension
  | ComputeExtension
  | SearchExtension
  | SearchDocumentExtension
  | ViewExtension
  | TranslatableExtension
  | TranslationsExtension

/** Builds the graph of everything that was started: the entities of the modules, then what extends them. */
export function buildGraph(database: Database, extensions: readonly GraphExtension[]): Graph {
  const graph = new Graph()
  const metadata = [...database.orm.getMetadata().getAll().values()] as EntityMetadata[]
  const byName = new Map(metadata.map((meta) => [meta.className, meta]))
  const entities = metadata.filter(({ pivotTable }) => !pivotTable)
  for (const meta of entities) {
    for (const property of meta.props) {
      if (property.kind !== ReferenceKind.MANY_TO_MANY || !property.owner) continue
      const pivot = metadata.find((other) => (other.class as unknown) === property.pivotEntity)
      rememberPivot(property, pivot ?? (byName.get(String(property.pivotEntity)) as EntityMetadata))
    }
  }
  for (const meta of entities) graph.add(nodeOf(meta))
  for (const extension of extensions) extend(graph, extension as Extension)
  const translations = (extensions as readonly Extension[]).find(({ kind }) => kind === 'translations')
  if (translations) addTranslations(graph, translations as TranslationsExtension)
  return graph
}

function extend(graph: Graph, extension: Extension): void {
  switch (extension.kind) {
    case 'link':
      addLink(graph, extension)
      return
    case 'relation':
      graph.node(extension.entity).relations.set(extension.name, toRelation(extension))
      return
    case 'field':
      graph.node(extension.entity).fields.set(extension.name, extension.expression)
      return
    case 'compute':
      graph.node(extension.entity).computes.push(extension.definition)
      return
    case 'view':
      graph.add(viewNode(extension))
      return
    case 'search':
      graph.node(extension.entity).search = (alias) =>
        `lower(concat_ws(' ', ${extension.columns.map((column) => `${alias}.${quote(column)}`).join(', ')}))`
      return
    case 'translatable':
      graph.node(extension.entity).translatable = new Set(extension.columns)
      return
    case 'translations':
      // Once it is known what may be translated.
      return
    case 'search-document':
      graph.node(extension.entity).documented = extension.fields
      return
    default:
      throw new StoaError(
        'invalid_data',
        `The query knows no graph extension ${(extension as GraphExtension).kind}.`,
      )
  }
}

function addTranslations(graph: Graph, { translated, target, join }: TranslationsExtension): void {
  graph.translated = translated
  for (const { translatable, relations } of graph.nodes()) {
    if (translatable.size > 0) relations.set('translations', { target, many: true, join })
  }
}

function toRelation({
  target,
  many,
  join,
  relations = {},
  in_star = [],
  fields = {},
}: Omit<RelationDefinition, 'entity' | 'name'>): Relation {
  return {
    target,
    many,
    join,
    relations: new Map(Object.entries(relations).map(([name, relation]) => [name, toRelation(relation)])),
    in_star,
    fields: new Map(Object.entries(fields)),
  }
}

const viewNode = ({ entity, sql, columns }: ViewExtension): EntityNode => ({
  name: entity,
  table: `(${sql})`,
  primaryKey: 'id',
  softDelete: false,
  columns: new Map(Object.entries(columns).map(([name, kind]) => [name, { name, kind }])),
  relations: new Map(),
  fields: new Map(),
  computes: [],
  translatable: new Set(),
})

/** A link is skipped where one of its modules was not started: each stands without the other. */
function addLink(graph: Graph, link: Link): void {
  if (!graph.has(link.left.entity) || !graph.has(link.right.entity)) return
  addSide(graph, link, link.left, link.right)
  addSide(graph, link, link.right, link.left)
  if (link.left.row || link.right.row) addLinkRow(graph, link)
}

function addSide(graph: Graph, link: Link, here: LinkSide, there: LinkSide): void {
  if (!here.field) return
  const target = graph.node(there.entity)
  const pairs = { table: `stoa_link.${quote(link.table)}`, here: quote(here.key), there: quote(there.key) }
  graph.node(here.entity).relations.set(here.field, {
    target: there.entity,
    many: here.many ?? false,
    pairs,
    join: (parent, self) => ({
      ...throughPairs(pairs, target, parent, self),
      order: `${self}_via.created_at, ${self}.id`,
    }),
  })
}

/** The link's own row as an entity, for links that carry columns of their own. */
function addLinkRow(graph: Graph, link: Link): void {
  const table = `stoa_link.${quote(link.table)}`
  const columns = [link.left.key, link.right.key, ...Object.keys(link.columns ?? {})]
  const node: EntityNode = {
    name: link.table,
    table,
    primaryKey: link.right.key,
    softDelete: false,
    columns: new Map(
      columns.map((name) => [
        name,
        { name, kind: link.columns?.[name]?.startsWith('int') ? 'number' : 'text' },
      ]),
    ),
    relations: new Map(),
    fields: new Map(),
    computes: [],
    translatable: new Set(),
  }
  for (const side of [link.left, link.right]) {
    const { table: target } = graph.node(side.entity)
    node.relations.set(side.entity, {
      target: side.entity,
      many: false,
      join: (parent, self) => ({
        from: `${target} ${self}`,
        where: [`${self}.id = ${parent}.${quote(side.key)}`],
      }),
    })
    if (!side.row) continue
    graph.node(side.entity).relations.set(side.row, {
      target: link.table,
      many: true,
      join: (parent, self) => ({
        from: `${table} ${self}`,
        where: [`${self}.${quote(side.key)} = ${parent}.id`],
        order: `${self}.created_at`,
      }),
    })
  }
  graph.add(node)
}
