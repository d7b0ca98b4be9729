import type { Compute, ResultRow, WantedFields } from './define-compute.ts'
import type { EntityNode, Graph, Relation } from './graph.ts'
import { emptySelection, isInStar, relationOf, type Selection, select } from './selection.ts'

interface Step {
  path: readonly string[]
  compute: Compute
  wanted: WantedFields
}

/** What was selected only for a computation. */
interface Drop {
  names: string[]
  relations: Map<string, Drop>
}

/** What to fetch, and what to do with the rows that come. */
export interface Plan {
  fetch: Selection
  steps: Step[]
  drop: Drop
}

/** Adds to a selection what its computed values need. */
export function plan(graph: Graph, entity: string, wanted: Selection): Plan {
  const fetch = structuredClone(wanted)
  const steps: Step[] = []
  findSteps(graph, graph.node(entity), undefined, wanted, [], steps)
  for (const { path, compute } of steps) {
    const node = nodeAt(graph, entity, path)
    merge(selectionAt(fetch, path), select(graph, node.name, compute.requires))
  }
  return { fetch, steps, drop: dropOf(graph, graph.node(entity), undefined, wanted, fetch) }
}

/** Computes what was planned, and takes out what was not asked for. */
export function finish(row: ResultRow, planned: Plan, context: Readonly<Record<string, unknown>>): void {
  compute(row, planned, context)
  take(row, planned.drop, (at, name) => delete at[name])
}

/**
 * {@link finish} for rows that become text: what was not asked for is left undefined, which JSON leaves out. Objects from
 * which properties were deleted are several times slower to write.
 */
export function finishText(
  rows: ResultRow[],
  planned: Plan,
  context: Readonly<Record<string, unknown>>,
): void {
  for (const row of rows) {
    compute(row, planned, context)
    take(row, planned.drop, (at, name) => {
      at[name] = undefined
    })
  }
}

function compute(row: ResultRow, { steps }: Plan, context: Readonly<Record<string, unknown>>): void {
  for (const { path, compute, wanted } of steps)
    for (const at of rowsAt(row, path)) compute.compute(at, context, wanted)
}

function findSteps(
  graph: Graph,
  node: EntityNode,
  via: Relation | undefined,
  wanted: Selection,
  path: string[],
  steps: Step[],
): void {
  for (const compute of node.computes) {
    const fields = compute.fields.filter((field) => isWanted(wanted, field.split('.'), compute.in_star))
    if (fields.length > 0) steps.push({ path, compute, wanted: byPath(fields) })
  }
  for (const [name, nested] of wanted.relations) {
    const relation = relationOf(node, name, via) as Relation
    findSteps(graph, graph.node(relation.target), relation, nested, [...path, name], steps)
  }
}

function byPath(fields: readonly string[]): WantedFields {
  const wanted = new Map<string, string[]>()
  for (const field of fields) {
    const end = field.lastIndexOf('.')
    const path = end < 0 ? '' : field.slice(0, end)
    wanted.set(path, [...(wanted.get(path) ?? []), field.slice(end + 1)])
  }
  return wanted
}

function isWanted(selection: Selection | undefined, segments: string[], inStar = false): boolean {
  if (!selection) return false
  const [name, ...rest] = segments as [string, ...string[]]
  if (rest.length > 0) return isWanted(selection.relations.get(name), rest, inStar)
  return selection.names.has(name) || (inStar && selection.all)
}

function nodeAt(graph: Graph, entity: string, path: readonly string[]): EntityNode {
  let node = graph.node(entity)
  let via: Relation | undefined
  for (const name of path) {
    via = relationOf(node, name, via) as Relation
    node = graph.node(via.target)
  }
  return node
}

function selectionAt(selection: Selection, path: readonly string[]): Selection {
  return path.reduce((at, name) => at.relations.get(name) as Selection, selection)
}

function merge(into: Selection, from: Selection): void {
  into.all ||= from.all
  for (const name of from.names) into.names.add(name)
  for (const [name, nested] of from.relations) {
    const target = into.relations.get(name) ?? emptySelection()
    into.relations.set(name, target)
    merge(target, nested)
  }
}

function dropOf(
  graph: Graph,
  node: EntityNode,
  via: Relation | undefined,
  wanted: Selection,
  fetch: Selection,
): Drop {
  const names = [...fetch.names].filter(
    (name) => !wanted.names.has(name) && !(wanted.all && isInStar(node, name, via)),
  )
  const relations = new Map<string, Drop>()
  for (const [name, nested] of fetch.relations) {
    const kept = wanted.relations.get(name)
    if (kept) {
      const relation = relationOf(node, name, via) as Relation
      relations.set(name, dropOf(graph, graph.node(relation.target), relation, kept, nested))
    } else names.push(name)
  }
  return { names, relations }
}

function* rowsAt(row: ResultRow, path: readonly string[]): Generator<ResultRow> {
  const [name, ...rest] = path
  if (name === undefined) {
    yield row
    return
  }
  const next = row[name] as ResultRow | ResultRow[] | null | undefined
  for (const item of Array.isArray(next) ? next : next ? [next] : []) yield* rowsAt(item, rest)
}

function take(row: ResultRow, drop: Drop, out: (at: ResultRow, name: string) => void): void {
  for (const name of drop.names) out(row, name)
  for (const [name, nested] of drop.relations) for (const item of rowsAt(row, [name])) take(item, nested, out)
}
