import { type Filters, isFilters } from './filter.ts'
import type { EntityNode, Graph, Relation } from './graph.ts'
import type { OrderBy } from './order.ts'
import { relationOf, type Selection, select } from './selection.ts'

/** What somebody asks for, and what a route gives everybody. */
export interface Asked {
  fields: readonly string[]
  filters?: Filters
  order?: readonly OrderBy[]
  /** Fields that count for nothing: a route's own. */
  own: readonly string[]
}

/** Links belong to no module: their rows are a part of the way. */
const LINKS = 'stoa_link'

/**
 * The entities by which a reading enters other modules than its own. Relations within a module count for nothing; what lies
 * behind a relation that the route selects itself does, unless the route selects it, too. A filter that only says by its id
 * which row of another module is meant shows nothing of it.
 *
 * @example
 * reach(graph, 'product', { fields: ['id', 'variants.inventory_items.inventory.sku'], own: ['id'] }) // Set { 'inventory_item' }
 */
export function reach(
  graph: Graph,
  entity: string,
  { fields, filters = {}, order = [], own }: Asked,
): Set<string> {
  const root = graph.node(entity)
  const walk = new Walk(graph, moduleOf(root))
  walk.selection(root, select(graph, entity, fields), select(graph, entity, own))
  walk.filters(root, filters)
  for (const { field } of order) walk.path(root, field.split('.'))
  return walk.entered
}

/**
 * An entity, and those of its module that it belongs to, the nearest first: an inventory level, the item it is of.
 *
 * @returns their names, and those without the name of the module before them: `product_collection`, `collection`
 */
export function belongings(graph: Graph, entity: string): string[] {
  const module = moduleOf(graph.node(entity))
  const known = new Set([entity])
  // A set is walked in the order of what is added, also meanwhile.
  for (const name of known)
    for (const { many, target } of graph.node(name).relations.values())
      if (!many && moduleOf(graph.node(target)) === module) known.add(target)
  const prefix = `${module.replace(/^stoa_/, '')}_`
  return [...known].flatMap((name) => (name.startsWith(prefix) ? [name, name.slice(prefix.length)] : [name]))
}

/** The schema its table is in; a view is a module of its own. */
const moduleOf = ({ table, name }: EntityNode) => /^"([^"]+)"\./.exec(table)?.[1] ?? name

/** Where somebody is on the way. */
interface Place {
  node: EntityNode
  via?: Relation
  /** By which entity its module was entered; none in the reading's own. */
  entry?: string
}

class Walk {
  readonly entered = new Set<string>()
  readonly #graph: Graph
  readonly #home: string

  constructor(graph: Graph, home: string) {
    this.#graph = graph
    this.#home = home
  }

  selection(root: EntityNode, asked: Selection, own: Selection): void {
    this.#select({ node: root }, asked, own)
  }

  filters(root: EntityNode, filters: Filters): void {
    this.#filter({ node: root }, filters)
  }

  path(root: EntityNode, segments: readonly string[]): void {
    let place: Place | undefined = { node: root }
    for (const name of segments) {
      const { entry }: Place = place
      place = this.#step(place, name)
      if (!place) {
        if (entry) this.entered.add(entry)
        return
      }
    }
  }

  #select(place: Place, asked: Selection, own: Selection | undefined): void {
    if (place.entry && !covers(own, asked)) this.entered.add(place.entry)
    for (const [name, selection] of asked.relations) {
      const next = this.#step(place, name)
      if (next) this.#select(next, selection, own?.relations.get(name))
    }
  }

  #filter(place: Place, filters: Filters): void {
    for (const [name, value] of Object.entries(filters)) {
      const nested = [value].flat().filter(isFilters)
      if (name === '$and' || name === '$or' || name === '$not') {
        for (const part of nested) this.#filter(place, part)
        continue
      }
      const next = place.node.columns.has(name) ? undefined : this.#step(place, name)
      if (next) for (const part of nested) this.#filter(next, part)
      else if (place.entry && name !== place.node.primaryKey && !name.endsWith('_id'))
        this.entered.add(place.entry)
    }
  }

  #step({ node, via, entry }: Place, name: string): Place | undefined {
    const relation = relationOf(node, name, via)
    if (!relation) return undefined
    const next = this.#graph.node(relation.target)
    const module = moduleOf(next)
    if (module === this.#home || module === LINKS) return { node: next, via: relation }
    return { node: next, via: relation, entry: module === moduleOf(node) && entry ? entry : next.name }
  }
}

const covers = (own: Selection | undefined, { all, names }: Selection) =>
  own !== undefined && (own.all || (!all && [...names].every((name) => own.names.has(name))))
