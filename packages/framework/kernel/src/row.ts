import type { Collection, RequiredEntityData } from '@mikro-orm/core'
import type { BigNumber } from 'bignumber.js'

type Scalar = string | number | boolean | bigint | null | undefined | Date | BigNumber

/** Whether a property holds one related entity: an object with a primary key, which is neither a list nor a value. */
type IsToOne<Value> =
  NonNullable<Value> extends Collection<any> | Scalar
    ? false
    : NonNullable<Value> extends { id: string; created_at: Date }
      ? true
      : false

type ToOneKeys<Entity> = {
  [Key in keyof Entity]-?: Key extends string ? (IsToOne<Entity[Key]> extends true ? Key : never) : never
}[keyof Entity]

type ToManyKeys<Entity> = {
  [Key in keyof Entity]-?: Key extends string
    ? NonNullable<Entity[Key]> extends Collection<any>
      ? Key
      : never
    : never
}[keyof Entity]

type ScalarKeys<Entity> = Exclude<Extract<keyof Entity, string>, ToOneKeys<Entity> | ToManyKeys<Entity>>

type ItemOf<Value> = NonNullable<Value> extends Collection<infer Item extends object> ? Item : never

type ForeignKeys<Entity> = {
  [Key in ToOneKeys<Entity> as `${Key & string}_id`]: null extends Entity[Key] ? string | null : string
}

type Relations<Entity> = {
  [Key in ToOneKeys<Entity>]?: Row<NonNullable<Entity[Key]>> | null
} & { [Key in ToManyKeys<Entity>]?: Row<ItemOf<Entity[Key]>>[] }

/** Amounts may be written in other forms, but are always read as BigNumbers. */
type AsRead<Value> = unknown extends Value
  ? Value
  : BigNumber extends Value
    ? BigNumber | Extract<Value, null | undefined>
    : Value

/**
 * An entity as a plain object, the form in which services give it: its own columns, the foreign keys by their column's
 * name (`collection_id`), and a relation where it was asked for.
 */
export type Row<Entity> = { [Key in ScalarKeys<Entity>]: AsRead<Entity[Key]> } & ForeignKeys<Entity> &
  Relations<Entity>

/**
 * What creates an entity: its columns (those with a default may be left out), foreign keys by their column's name, and
 * nested rows or ids for its lists.
 */
export type NewRow<Entity> = Omit<RequiredEntityData<Entity>, ToOneKeys<Entity> | ToManyKeys<Entity>> & {
  [Key in ToOneKeys<Entity> as `${Key & string}_id`]?: string | null
} & { [Key in ToOneKeys<Entity>]?: NewRow<NonNullable<Entity[Key]>> | null } & {
  [Key in ToManyKeys<Entity>]?: (NewRow<ItemOf<Entity[Key]>> | string)[]
}

/** What changes an entity: its id and any of its columns. */
export type RowChange<Entity> = { id: string } & Partial<NewRow<Entity>>

type Operators<Value> = {
  $eq?: Value | null
  $ne?: Value | null
  $in?: readonly Value[]
  $nin?: readonly Value[]
  $gt?: Value
  $gte?: Value
  $lt?: Value
  $lte?: Value
  $like?: string
  $ilike?: string
}

type Condition<Value> = Value | readonly NonNullable<Value>[] | Operators<NonNullable<Value>>

/** Conditions on an entity: on its columns, its foreign keys and, one level down, its relations. */
export type RowFilter<Entity> = { [Key in ScalarKeys<Entity>]?: Condition<Entity[Key]> } & {
  [Key in ToOneKeys<Entity> as `${Key & string}_id`]?: Condition<string | null>
} & { [Key in ToOneKeys<Entity>]?: RowFilter<NonNullable<Entity[Key]>> } & {
  [Key in ToManyKeys<Entity>]?: RowFilter<ItemOf<Entity[Key]>>
} & { $and?: RowFilter<Entity>[]; $or?: RowFilter<Entity>[] }

/** How many rows, in which order, with which relations. */
export interface ListOptions<Entity> {
  /** Relations to load, dotted for deeper ones: `['variants.options']`. */
  relations?: readonly (ToOneKeys<Entity> | ToManyKeys<Entity> | `${string}.${string}`)[]
  /** Columns to order by. Default: `{ created_at: 'asc', id: 'asc' }`, as ids sort by time. */
  order?: { [Key in ScalarKeys<Entity>]?: 'asc' | 'desc' }
  /** At most so many rows. Default: all. */
  limit?: number
  /** Rows to skip. Default: 0. */
  offset?: number
  /** Also find rows that were soft-deleted. Default: false. */
  with_deleted?: boolean
}
