import { StoaError } from '@stoa/kernel'

/** One field to sort by. */
export interface OrderBy {
  /** May be dotted, such as `collection.title`. */
  field: string
  direction: 'asc' | 'desc'
}

const FIELD = /^[a-z_][\w]*(\.[a-z_][\w]*)*$/i

/**
 * Reads the query parameter `order`: fields with commas, a `-` before those that go down.
 *
 * @throws StoaError `invalid_data` for what cannot be the name of a field
 * @example
 * parseOrder('-created_at,title')
 * // [{ field: 'created_at', direction: 'desc' }, { field: 'title', direction: 'asc' }]
 */
export function parseOrder(order: string | undefined): OrderBy[] {
  return (order ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const field = part.replace(/^[-+]/, '')
      if (!FIELD.test(field)) {
        throw new StoaError(
          'invalid_data',
          `Invalid request: Field 'order' must name fields, such as '-created_at,title', but has '${part.slice(0, 40)}'.`,
        )
      }
      return { field, direction: part.startsWith('-') ? 'desc' : 'asc' }
    })
}
