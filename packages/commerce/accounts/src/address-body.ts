import { addressSchema, nullable } from '@stoa/http'
import { Type } from 'typebox'

/** An address of a customer's book in a body: as addresses elsewhere, and what the book adds. */
export const addressBody = Type.Object({
  ...addressSchema.properties,
  address_name: Type.Optional(nullable(Type.String())),
  is_default_shipping: Type.Optional(Type.Boolean()),
  is_default_billing: Type.Optional(Type.Boolean()),
})
