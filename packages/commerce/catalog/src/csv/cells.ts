import { productStatuses } from '@stoa/product'
import type { CellKind } from './columns.ts'

/** What a cell says, or why it cannot be read. */
export type Reading = { value: unknown } | { problem: string }

/** Larger numbers lose digits on their way into a column. */
const NUMBER = /^\d{1,12}(\.\d{1,9})?$/

const readers: Record<CellKind, (text: string) => Reading> = {
  text: (text) => ({ value: text }),
  number: (text) =>
    NUMBER.test(text.trim())
      ? { value: Number(text) }
      : { problem: `${quoted(text)} is no number. Write it like 12.5.` },
  boolean: (text) => {
    const word = text.trim().toLowerCase()
    if (word === 'true' || word === 'false') return { value: word === 'true' }
    return { problem: `${quoted(text)} must be true or false.` }
  },
  status: (text) => {
    const word = text.trim().toLowerCase()
    if (productStatuses.includes(word as never)) return { value: word }
    return { problem: `${quoted(text)} is no status. It must be one of ${productStatuses.join(', ')}.` }
  },
  metadata: (text) => {
    const value = parsed(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value }
    return { problem: `${quoted(text)} is no JSON object, such as {"size": "large"}.` }
  },
}

/** Reads a cell that is not empty. */
export const readCell = (kind: CellKind, text: string): Reading => readers[kind](text)

/** Writes what {@link readCell} reads. */
export const toCell = (kind: CellKind, value: unknown): string | number | boolean | null =>
  kind === 'metadata' && value !== null ? JSON.stringify(value) : (value as never)

/** A cell's text in a message; nobody needs all of a long one. */
export const quoted = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** The escapes that `jsonb` refuses: NUL and half of a surrogate pair. */
const UNSTORABLE = /\\u(0000|d[89a-f])/i

function parsed(text: string): unknown {
  try {
    const value = JSON.parse(text)
    return UNSTORABLE.test(JSON.stringify(value)) ? undefined : value
  } catch {
    return undefined
  }
}
