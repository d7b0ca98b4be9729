import { type EntityMetadata, type EntityProperty, ReferenceKind, wrap } from '@mikro-orm/core'
import type { BigNumber } from 'bignumber.js'
import { BigNumberType } from './big-number-type.ts'
import { StoaError } from './errors.ts'

type Values = Record<string, unknown>

const isToOne = (property: EntityProperty) =>
  property.kind === ReferenceKind.MANY_TO_ONE || property.kind === ReferenceKind.ONE_TO_ONE

const isRelation = (property: EntityProperty) =>
  property.kind !== ReferenceKind.SCALAR && property.kind !== ReferenceKind.EMBEDDED

/** The foreign keys of an entity by the name of their column: `collection_id` → `collection`. */
const foreignKeys = new WeakMap<EntityMetadata, Map<string, string>>()

function foreignKeysOf(meta: EntityMetadata): Map<string, string> {
  let keys = foreignKeys.get(meta)
  if (!keys) {
    keys = new Map(
      Object.values(meta.properties)
        .filter((property) => isToOne(property) && property.owner !== false)
        .map((property) => [property.fieldNames?.[0] ?? `${property.name}_id`, property.name]),
    )
    foreignKeys.set(meta, keys)
  }
  return keys
}

/** Turns rows as callers give them into what the ORM takes: foreign keys become references, amounts BigNumbers. */
export function toEntityData(meta: EntityMetadata, row: Values): Values {
  const keys = foreignKeysOf(meta)
  const data: Values = {}
  for (const [name, value] of Object.entries(row)) {
    if (value === undefined) continue
    const property = meta.properties[keys.get(name) ?? name]
    if (!property) continue
    data[property.name] = toPropertyData(property, value)
  }
  return data
}

function toPropertyData(property: EntityProperty, value: unknown): unknown {
  if (!isRelation(property)) {
    if (property.customType instanceof BigNumberType) {
      return toAmount(property, property.customType, value)
    }
    return typeof value === 'string' && property.runtimeType === 'Date' ? new Date(value) : value
  }
  const target = property.targetMeta as EntityMetadata
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? toEntityData(target, item) : item))
  return value !== null && typeof value === 'object' ? toEntityData(target, value as Values) : value
}

/** PostgreSQL would store NaN as it is. */
function toAmount(property: EntityProperty, type: BigNumberType, value: unknown): BigNumber | null {
  try {
    const amount = type.convertToJSValue(value as string)
    if (amount === null || amount.isFinite()) return amount
  } catch {
    // Not even a form of a number: bignumber.js throws.
  }
  throw new StoaError('invalid_data', `Field '${property.name}' must be a number; ${value} is not.`)
}

/** Turns conditions on columns and foreign keys into conditions the ORM takes. */
export function toEntityFilter(meta: EntityMetadata, filter: Values): Values {
  const keys = foreignKeysOf(meta)
  const conditions: Values = {}
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue
    if (name === '$and' || name === '$or') {
      conditions[name] = (value as Values[]).map((part) => toEntityFilter(meta, part))
      continue
    }
    const property = meta.properties[keys.get(name) ?? name]
    if (!property) throw new TypeError(`${meta.className} has no property ${name} to filter by.`)
    const nested = isRelation(property) && property.name === name && isPlainObject(value)
    conditions[property.name] = nested ? toEntityFilter(property.targetMeta as EntityMetadata, value) : value
  }
  return conditions
}

const isPlainObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

/** Which relations a row shows, and which those show in turn. */
export interface Shape {
  [relation: string]: Shape
}

/** The shape of what was loaded: `['variants.options']`. */
export function shapeOfRelations(relations: readonly string[]): Shape {
  const shape: Shape = {}
  for (const path of relations) {
    let level = shape
    for (const name of path.split('.')) level = level[name] ??= {}
  }
  return shape
}

/** The shape of what was given: rows come back with the relations they came with. */
export function shapeOfRows(meta: EntityMetadata, rows: readonly unknown[], shape: Shape = {}): Shape {
  const keys = foreignKeysOf(meta)
  for (const row of rows) {
    if (!isPlainObject(row)) continue
    for (const [name, value] of Object.entries(row)) {
      const property = meta.properties[name]
      if (!property || !isRelation(property) || keys.has(name)) continue
      const nested = Array.isArray(value) ? value : [value]
      shape[name] = shapeOfRows(property.targetMeta as EntityMetadata, nested, shape[name])
    }
  }
  return shape
}

/**
 * Turns a loaded entity into a plain object that no longer knows the ORM. It shows what the shape names and no more: in a
 * unit of work entities know each other, and following every relation would walk all that was touched, by every path.
 */
export function toRow(meta: EntityMetadata, entity: object, shape: Shape): Values {
  const row: Values = {}
  for (const property of meta.props) {
    const value = (entity as Values)[property.name]
    const within = Object.hasOwn(shape, property.name) ? shape[property.name] : undefined
    if (!isRelation(property)) {
      if (property.persist !== false) row[property.name] = value ?? null
    } else if (isToOne(property)) {
      addToOne(row, property, value as object | null | undefined, within)
    } else if (within) {
      addToMany(row, property, value, within)
    }
  }
  return row
}

function addToOne(
  row: Values,
  property: EntityProperty,
  value: object | null | undefined,
  shape: Shape | undefined,
) {
  const target = property.targetMeta as EntityMetadata
  if (property.owner !== false) {
    const column = property.fieldNames?.[0] ?? `${property.name}_id`
    row[column] = value ? (value as Values)[target.primaryKeys[0] as string] : null
  }
  if (shape && value && wrap(value).isInitialized()) row[property.name] = toRow(target, value, shape)
}

function addToMany(row: Values, property: EntityProperty, value: unknown, shape: Shape) {
  const collection = value as { isInitialized(): boolean; getItems(check: boolean): object[] } | undefined
  if (!collection?.isInitialized()) return
  const target = property.targetMeta as EntityMetadata
  row[property.name] = collection
    .getItems(false)
    .map((item) => (wrap(item).isInitialized() ? toRow(target, item, shape) : { id: (item as Values).id }))
}
