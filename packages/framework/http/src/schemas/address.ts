import { Type } from 'typebox'
import { metadata, nullable } from './values.ts'

const text = () => Type.Optional(nullable(Type.String()))

/** An address in a body. Fields that are not listed are refused. */
export const addressSchema = Type.Object(
  {
    first_name: text(),
    last_name: text(),
    phone: text(),
    company: text(),
    address_1: text(),
    address_2: text(),
    city: text(),
    country_code: text(),
    province: text(),
    postal_code: text(),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)
