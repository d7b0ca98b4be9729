import { StoaError } from '@stoa/kernel'
import type { EntityNode, Graph, Relation } from './graph.ts'

/** What is wanted of an entity. */
export interface Selection {
  /** Every column of its own. */
  all: boolean
  /** Columns and computed values by name. */
  names: Set<string>
  relations: Map<string, Selection>
}

const MOST_DEPTH = 8
const MOST_FIELDS = 400

export const emptySelection = (): Selection => ({ all: false, names: new Set(), relations: new Map() })

/** The relation of a node, or one that exists only on the way by which it was reached. */
export const relationOf = (node: EntityNode, name: string, via?: Relation): Relation | undefined =>
  via?.relations?.get(name) ?? node.relations.get(name)

/**
 * Turns field paths into a selection.
 *
 * @param paths `title`, `variants.sku`, `*variants` or `variants.*`; a relation's bare name stands for all its columns
 *   unless other paths say which
 * @throws StoaError `invalid_data` for a name the entity does not have
 */
export function select(graph: Graph, entity: string, paths: readonly string[]): Selection {
  if (paths.length > MOST_FIELDS) {
    throw new StoaError(
      'invalid_data',
      `At most ${MOST_FIELDS} fields can be asked for at once; these are ${paths.length}.`,
    )
  }
  const root = emptySelection()
  for (const path of [...paths].sort((a, b) => b.length - a.length))
    addPath(graph, graph.node(entity), root, path)
  return root
}

function addPath(graph: Graph, root: EntityNode, selection: Selection, path: string): void {
  const star = path.startsWith('*') || path.endsWith('.*')
  const segments = path.replace(/^\*/, '').replace(/\.\*$/, '').split('.')
  if (segments.length > MOST_DEPTH) {
    throw new StoaError('invalid_data', `Field ${path} is nested too deep: at most ${MOST_DEPTH} levels.`)
  }
  let node = root
  let via: Relation | undefined
  let at = selection
  const trail: EntityNode[] = []
  for (const [index, name] of segments.entries()) {
    if (name === '' && segments.length === 1 && star) {
      at.all = true
      return
    }
    trail.push(node)
    const relation = relationOf(node, name, via)
    if (!relation) {
      const known = hasValue(node, name, via) || isComputed(trail, segments)
      if (index < segments.length - 1 || !known) throw unknown(path)
      at.names.add(name)
      return
    }
    const fresh = !at.relations.has(name)
    const next = at.relations.get(name) ?? emptySelection()
    at.relations.set(name, next)
    node = graph.node(relation.target)
    via = relation
    at = next
    if (index === segments.length - 1 && (star || fresh)) {
      at.all = true
      for (const own of relation.in_star ?? []) {
        if (!at.relations.has(own)) at.relations.set(own, { ...emptySelection(), all: true })
      }
    }
  }
}

function hasValue(node: EntityNode, name: string, via?: Relation): boolean {
  return (
    node.columns.has(name) ||
    node.fields.has(name) ||
    via?.fields?.has(name) === true ||
    isRawTwin(node, name)
  )
}

/** `raw_amount` stands beside the column `amount`. */
export const isRawTwin = (node: EntityNode, name: string) =>
  name.startsWith('raw_') && node.columns.get(name.slice(4))?.kind === 'bignumber'

/** Whether `*` gives it. */
export const isInStar = (node: EntityNode, name: string, via?: Relation) =>
  node.columns.has(name) || via?.fields?.has(name) === true || isRawTwin(node, name)

/** Whether an entity on the way computes the value at its end: a cart computes its items' totals. */
const isComputed = (trail: readonly EntityNode[], segments: readonly string[]) =>
  trail.some(({ computes }, depth) => {
    const rest = segments.slice(depth).join('.')
    return computes.some(({ fields }) => fields.includes(rest))
  })

const unknown = (path: string) => new StoaError('invalid_data', `Requested fields [${path}] are not valid.`)
