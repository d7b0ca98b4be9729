import { type TSchema, Type } from 'typebox'

type Scalar = string | number | boolean | null

/** A filter on one field. Several operators in one must all hold. */
export interface Operators {
  $eq?: Scalar | Scalar[]
  $ne?: Scalar | Scalar[]
  $in?: Scalar[]
  $nin?: Scalar[]
  $gt?: Scalar
  $gte?: Scalar
  $lt?: Scalar
  $lte?: Scalar
  $like?: string
  $ilike?: string
  $re?: string
  $contains?: Scalar | Scalar[]
  $contained?: Scalar[]
  $overlap?: Scalar[]
  $exists?: boolean
  $and?: Operators[]
  $or?: Operators[]
  $not?: Operators | Scalar
}

const ID = 'Operators'

/** A string comes first: what a query string says stays as it is, and the field's own type decides. */
const scalar = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] }
const list = { type: 'array', items: scalar }
const scalarOrList = { anyOf: [...scalar.anyOf, list] }
const text = { type: 'string' }
const self = { $ref: `${ID}#` }

/** Shared by all routes under the id `Operators`; `createServer` registers it. An unknown operator is refused. */
export const operatorsSchema = {
  $id: ID,
  title: ID,
  type: 'object',
  additionalProperties: false,
  properties: {
    $eq: scalarOrList,
    $ne: scalarOrList,
    $in: list,
    $nin: list,
    $gt: scalar,
    $gte: scalar,
    $lt: scalar,
    $lte: scalar,
    $like: text,
    $ilike: text,
    $re: text,
    $contains: scalarOrList,
    $contained: list,
    $overlap: list,
    $exists: { type: 'boolean' },
    $and: { type: 'array', items: self },
    $or: { type: 'array', items: self },
    $not: { anyOf: [...scalar.anyOf, self] },
  },
}

/** A filter object on one field: `{ $gt: … }`. */
export const operators = () => Type.Unsafe<Operators>(self)

/**
 * A value, a list of values, or a filter object.
 *
 * @param schema of one value. Default: a string
 */
export const filter = <Schema extends TSchema>(schema: Schema) =>
  Type.Union([schema, Type.Array(schema), operators()])

/** The filter for `created_at` and the like: a string, a list of strings, or a filter object. */
export const dateFilter = () => filter(Type.String())
