import { normalizeEmail } from '@stoa/customer'
import type { Filters } from '@stoa/query'

/** What the graph is asked for a condition of the wire. */
type Translation = (value: unknown) => Filters

const isConditions = (value: unknown): value is Filters =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The graph's conditions for the wire's, also for those within `$and` and `$or`.
 *
 * @param translations by the name of a condition; one without any stays as it is
 */
export function translate(conditions: Filters, translations: Readonly<Record<string, Translation>>): Filters {
  const parts = Object.entries(conditions).map(([name, value]): Filters => {
    if ((name === '$and' || name === '$or') && Array.isArray(value)) {
      return { [name]: value.map((part) => translate(part, translations)) }
    }
    return translations[name]?.(value) ?? { [name]: value }
  })
  return { $and: parts }
}

/** E-mail addresses are stored in lower case, however they are asked for. */
export const byEmail: Translation = (value) => ({ email: comparable(value) })

function comparable(value: unknown): unknown {
  if (typeof value === 'string') return normalizeEmail(value)
  if (Array.isArray(value)) return value.map(comparable)
  if (!isConditions(value)) return value
  return Object.fromEntries(
    // In a regular expression the case of a letter can have a meaning.
    Object.entries(value).map(([name, operand]) => [name, name === '$re' ? operand : comparable(operand)]),
  )
}

/** The customer's address that is the default of this kind. */
const byDefault =
  (flag: 'is_default_billing' | 'is_default_shipping'): Translation =>
  (id) => ({ addresses: { id, [flag]: true } })

/** Customers of a group, by ids or by what is known of them. */
export const byCustomers: Translation = (value) => ({
  customers: isConditions(value)
    ? translate(value, {
        email: byEmail,
        default_billing_address_id: byDefault('is_default_billing'),
        default_shipping_address_id: byDefault('is_default_shipping'),
      })
    : value,
})
