import { type TSchema, Type } from 'typebox'

/** One value, or a list of them. */
export const oneOrMany = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Array(schema)])

/** A value or `null`. */
export const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

/** Free data of the shop's own: an object, or `null`. */
export const metadata = () => nullable(Type.Record(Type.String(), Type.Unknown()))

/** An amount or quantity in a body: a JSON number. */
export const decimal = (options: { minimum?: number; exclusiveMinimum?: number; maximum?: number } = {}) =>
  Type.Number(options)

/** Sub-domains and a top-level domain, no dots in a row; the same pattern the admin's forms use. */
export const EMAIL =
  "^(?!\\.)(?!.*\\.\\.)([A-Za-z0-9_'+\\-\\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\\-]*\\.)+[A-Za-z]{2,}$"

/** An email address. */
export const email = () => Type.String({ format: 'email', pattern: EMAIL })

/** A point in time, ISO 8601. */
export const dateTime = () => Type.String({ format: 'date-time' })
