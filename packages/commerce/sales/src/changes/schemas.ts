import { decimal, metadata, nullable } from '@stoa/http'
import { Type } from 'typebox'

const text = () => Type.Optional(Type.String())
const textOrNull = () => Type.Optional(nullable(Type.String()))

/** What nothing costs, and of which there are not as many: what they come to stays a number. */
export const bounds = { price: 1e15, quantity: 1e9 } as const

const price = () => Type.Optional(nullable(Type.Number({ minimum: 0, maximum: bounds.price })))

/** What the beginning of every change of an order may say. */
export const beginning = {
  order_id: Type.String({ minLength: 1 }),
  description: text(),
  internal_note: text(),
  metadata: Type.Optional(metadata()),
}

/** A variant that comes into an order. */
export const addedItem = {
  variant_id: Type.String({ minLength: 1 }),
  quantity: decimal({ exclusiveMinimum: 0, maximum: bounds.quantity }),
  internal_note: textOrNull(),
  allow_backorder: Type.Optional(Type.Boolean()),
  metadata: Type.Optional(metadata()),
}

/** What comes into a draft: a variant, or something else that has a title and a price. */
export const draftedItem = {
  ...addedItem,
  variant_id: Type.Optional(Type.String({ minLength: 1 })),
  title: Type.Optional(Type.String({ minLength: 1 })),
}

/** What an item costs instead of what its variant does, in major units. */
export const prices = { unit_price: price(), compare_at_unit_price: price() }

/** Another quantity of something that a change is about. */
export const changedQuantity = {
  quantity: Type.Optional(decimal({ exclusiveMinimum: 0, maximum: bounds.quantity })),
  internal_note: textOrNull(),
}

/** A shipping option that goods of a change go with. */
export const addedShipping = Type.Object({
  shipping_option_id: Type.String({ minLength: 1 }),
  custom_amount: Type.Optional(
    Type.Number({ minimum: 0, maximum: bounds.price, description: 'In major units.' }),
  ),
  description: text(),
  internal_note: text(),
  metadata: Type.Optional(metadata()),
})

/** Another price for it; `null` for the option's own. */
export const changedShipping = Type.Object({
  custom_amount: price(),
  internal_note: textOrNull(),
  metadata: Type.Optional(metadata()),
})

export const no_notification = Type.Optional(Type.Boolean())
