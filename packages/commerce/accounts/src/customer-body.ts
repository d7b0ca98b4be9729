import { email, metadata, nullable } from '@stoa/http'
import { Type } from 'typebox'

const text = () => Type.Optional(nullable(Type.String()))

/** What customers change of themselves. */
export const customerDetails = Type.Object({
  company_name: text(),
  first_name: text(),
  last_name: text(),
  phone: text(),
  metadata: Type.Optional(metadata()),
})

/** What makes a customer, and what the shop changes of one. */
export const customerBody = Type.Object({
  email: Type.Optional(nullable(email())),
  ...customerDetails.properties,
})
