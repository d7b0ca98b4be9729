import { decimal, filter, metadata, nullable, oneOrMany } from '@stoa/http'
import { Type } from 'typebox'

const optional = Type.Optional
const text = () => optional(nullable(Type.String()))
const measure = () => optional(nullable(Type.Number({ minimum: 0 })))

/** More than any warehouse holds, and exact as a JSON number. */
const MOST = 1e12

/** An id or a word, or several. */
export const words = () => oneOrMany(Type.String())

/** A number, several, or a range. */
export const numbers = () => filter(Type.Number())

/** How much lies somewhere, and how much is on its way there. */
export const quantities = {
  stocked_quantity: optional(decimal({ minimum: 0, maximum: MOST })),
  incoming_quantity: optional(decimal({ minimum: 0, maximum: MOST })),
}

/** How much is promised. */
export const promised = () => Type.Number({ exclusiveMinimum: 0, maximum: MOST })

/** What describes an item. */
export const itemFields = {
  sku: text(),
  hs_code: text(),
  weight: measure(),
  length: measure(),
  height: measure(),
  width: measure(),
  origin_country: text(),
  mid_code: text(),
  material: text(),
  unit_of_measure: text(),
  title: text(),
  description: text(),
  requires_shipping: optional(Type.Boolean()),
  thumbnail: text(),
  metadata: optional(metadata()),
}

export const strict = { additionalProperties: false }
