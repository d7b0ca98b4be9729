import type { Query } from '@stoa/query'
import { categoryOf, renderModeOf, treatments } from './value-kinds.ts'
import type { ViewedEntity } from './viewed-entity.ts'

/** A column that a table of the admin may have. */
export interface ViewColumn {
  id: string
  name: string
  description?: string
  field: string
  sortable: boolean
  hideable: boolean
  default_visible: boolean
  data_type: string
  semantic_type: string
  context: string
  computed?: { type: string; required_fields: readonly string[]; optional_fields: readonly string[] }
  relationship?: { entity: string; field: string }
  default_order: number
  category: string
  render_mode: string
  filter: { enabled: boolean; operators?: readonly string[]; enumValues?: readonly string[] }
  source: { module: string; entity: string }
  custom_label?: boolean
  label_id?: string
}

/** What the rows of a relation are known by: the first that there is. */
const KNOWN_BY = ['title', 'name', 'value', 'label', 'code', 'email', 'handle', 'display_id', 'id']

/** More than this nobody wants to see at first. */
const SHOWN = 8

type EntityNode = ViewedEntity['node']

/** What is on the way to a value, before it is known where it stands among others. */
type Draft = Omit<ViewColumn, 'default_visible' | 'default_order' | 'source'>

/**
 * The columns that a table of an entity may have: its own values, what its route gives beside them, and of each relation that
 * the route gives what its rows are known by. Those of the route come first.
 *
 * @param enumValues the values a column may have, where they are fixed
 */
export function columnsOf(
  { graph }: Query,
  { node, listed, module, name }: ViewedEntity,
  enumValues: (entity: string, column: string) => readonly string[] | undefined,
): ViewColumn[] {
  const given = listed.defaults.map((path) => path.replace(/^\*/, '').replace(/\.\*$/, ''))
  const paths = [...new Set([...given.map((path) => path.split('.')[0] as string), ...node.columns.keys()])]
  let shown = 0
  return paths
    .flatMap((path) => draft(graph, node, path, enumValues) ?? [])
    .map((column, default_order) => {
      const default_visible = given.includes(column.field) && isTelling(column) && shown < SHOWN
      if (default_visible) shown += 1
      return { ...column, default_visible, default_order, source: { module, entity: name } }
    })
}

const isTelling = ({ category, field, render_mode }: Draft) =>
  !['identifier', 'metadata', 'relationship'].includes(category) &&
  (category !== 'timestamp' || field === 'created_at') &&
  render_mode !== 'image'

const words = (path: string) => {
  const text = path.replaceAll(/[._]/g, ' ').trim()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function draft(
  graph: Query['graph'],
  node: EntityNode,
  path: string,
  enumValues: (entity: string, column: string) => readonly string[] | undefined,
): Draft | undefined {
  const relation = node.relations.get(path)
  if (relation) return relationDraft(graph, path, relation)
  const column = node.columns.get(path)
  if (!column) return computedDraft(node, path)
  const { data_type, render_mode, operators } = treatments[column.kind]
  const values = enumValues(node.name, path)
  const category = categoryOf(path, column.kind)
  return {
    ...plain(path, category),
    sortable: column.kind !== 'json',
    data_type: values ? 'enum' : data_type,
    render_mode: (column.kind === 'text' && renderModeOf(path)) || render_mode,
    filter:
      operators.length === 0
        ? { enabled: false }
        : { enabled: true, operators, ...(values ? { enumValues: values } : {}) },
  }
}

/** Of one row what it is known by, of several how many there are. */
function relationDraft(
  graph: Query['graph'],
  path: string,
  { target, many }: { target: string; many: boolean },
): Draft {
  const known = KNOWN_BY.find((name) => graph.node(target).columns.has(name)) ?? 'id'
  const field = many ? path : `${path}.${known}`
  return {
    ...plain(field, 'relationship'),
    name: words(path),
    sortable: !many,
    data_type: many ? 'object' : 'string',
    render_mode: many ? 'count' : 'text',
    relationship: { entity: target, field: known },
    filter: { enabled: false },
  }
}

/** What comes from other values: neither ordered nor filtered by. Undefined for what the entity does not have. */
function computedDraft(node: EntityNode, path: string): Draft | undefined {
  const compute = node.computes.find(({ fields }) => fields.includes(path))
  if (!compute && !node.fields.has(path)) return undefined
  return {
    ...plain(path, /(^|_)status$/.test(path) ? 'status' : 'computed'),
    sortable: false,
    data_type: compute ? 'number' : 'string',
    render_mode: renderModeOf(path) ?? (compute ? 'currency' : 'text'),
    computed: { type: 'computed', required_fields: compute?.requires ?? [], optional_fields: [] },
    filter: { enabled: false },
  }
}

const plain = (field: string, category: string) => ({
  id: field,
  name: words(field),
  field,
  hideable: true,
  semantic_type: category,
  context: 'generic',
  category,
})
