import { type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core'
import { BigNumberType } from '@stoa/kernel'
import type { Column, ColumnKind, EntityNode, Join, Relation } from './graph.ts'
import { throughPairs } from './pairs.ts'
import { quote } from './scope.ts'

/** The column every searchable entity with many rows carries. It never appears on the wire. */
const SEARCH_DOCUMENT = 'search_document'

/** The name an entity has in the graph: `ProductVariant` → `product_variant`. */
export const entityName = (className: string) =>
  className.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()

/** Reads a node from what the ORM knows of an entity. */
export function nodeOf(meta: EntityMetadata): EntityNode {
  const node: EntityNode = {
    name: entityName(meta.className),
    table: tableOf(meta),
    primaryKey: meta.primaryKeys[0] as string,
    softDelete: 'deleted_at' in meta.properties,
    columns: new Map(),
    relations: new Map(),
    fields: new Map(),
    computes: [],
    translatable: new Set(),
  }
  for (const property of meta.props) addProperty(node, property, meta)
  return node
}

/** An entity's table, quoted, with its schema. */
export const tableOf = (meta: EntityMetadata) => `${quote(meta.schema ?? 'public')}.${quote(meta.tableName)}`

function addProperty(node: EntityNode, property: EntityProperty, meta: EntityMetadata): void {
  if (property.name === SEARCH_DOCUMENT) {
    node.search = (alias) => `${alias}.${SEARCH_DOCUMENT}`
  } else if (property.hidden) {
    return
  } else if (property.kind === ReferenceKind.SCALAR) {
    if (property.persist !== false) addColumn(node, property.fieldNames[0] as string, kindOf(property))
  } else {
    if (isOwner(property)) addColumn(node, property.fieldNames[0] as string, 'text')
    node.relations.set(property.name, relationOf(property, meta))
  }
}

function addColumn(node: EntityNode, name: string, kind: ColumnKind): void {
  node.columns.set(name, { name, kind } satisfies Column)
}

const isToOne = ({ kind }: EntityProperty) =>
  kind === ReferenceKind.MANY_TO_ONE || kind === ReferenceKind.ONE_TO_ONE

const isOwner = (property: EntityProperty) => isToOne(property) && property.mappedBy === undefined

function kindOf(property: EntityProperty): ColumnKind {
  if (property.customType instanceof BigNumberType) return 'bignumber'
  const type = (property.columnTypes?.[0] ?? 'text').toLowerCase()
  if (type.startsWith('timestamp')) return 'datetime'
  if (type.startsWith('json')) return 'json'
  if (type.startsWith('bool')) return 'boolean'
  return /^(int|smallint|bigint|serial|real|double|float|numeric)/.test(type) ? 'number' : 'text'
}

function relationOf(property: EntityProperty, meta: EntityMetadata): Relation {
  const target = property.targetMeta as EntityMetadata
  const way = { target: entityName(target.className), many: !isToOne(property) }
  if (property.kind === ReferenceKind.MANY_TO_MANY) return { ...way, ...pivotWay(property, target) }
  return { ...way, join: joinOf(property, target, meta) }
}

function joinOf(property: EntityProperty, target: EntityMetadata, meta: EntityMetadata): Relation['join'] {
  const table = tableOf(target)
  const primaryKey = quote(target.primaryKeys[0] as string)
  if (isOwner(property)) {
    const column = quote(property.fieldNames[0] as string)
    return (parent, self) => ({
      from: `${table} ${self}`,
      where: [`${self}.${primaryKey} = ${parent}.${column}`],
    })
  }
  const order = orderOf(property, target)
  const column = quote(target.properties[property.mappedBy as string]?.fieldNames[0] as string)
  const own = quote(meta.primaryKeys[0] as string)
  return (parent, self): Join => ({
    from: `${table} ${self}`,
    where: [`${self}.${column} = ${parent}.${own}`],
    order: order(self),
  })
}

function pivotWay(property: EntityProperty, target: EntityMetadata): Pick<Relation, 'pairs' | 'join'> {
  const owning = property.owner
    ? property
    : (target.properties[property.mappedBy as string] as EntityProperty)
  const pivot = tableOf(owning.pivotEntity ? pivotMeta(owning) : (owning.targetMeta as EntityMetadata))
  const [here, there] = property.owner
    ? [owning.joinColumns[0], owning.inverseJoinColumns[0]]
    : [owning.inverseJoinColumns[0], owning.joinColumns[0]]
  const pairs = { table: pivot, here: quote(here as string), there: quote(there as string) }
  const node = { table: tableOf(target), primaryKey: target.primaryKeys[0] as string }
  const order = orderOf(property, target)
  return {
    pairs,
    join: (parent, self) => ({ ...throughPairs(pairs, node, parent, self), order: order(self) }),
  }
}

const pivots = new WeakMap<EntityProperty, EntityMetadata>()

/** Remembers the metadata of a pivot table, which a property names but does not hold. */
export function rememberPivot(property: EntityProperty, meta: EntityMetadata): void {
  pivots.set(property, meta)
}

const pivotMeta = (property: EntityProperty) => pivots.get(property) as EntityMetadata

function orderOf(property: EntityProperty, target: EntityMetadata): (alias: string) => string {
  const wanted = (Array.isArray(property.orderBy) ? property.orderBy : [property.orderBy ?? {}]).flatMap(
    (order) => Object.entries(order as Record<string, string>),
  )
  const parts = wanted.length > 0 ? wanted : [[target.primaryKeys[0] as string, 'asc']]
  return (alias) =>
    parts.map(([column, direction]) => `${alias}.${quote(column as string)} ${direction}`).join(', ')
}
