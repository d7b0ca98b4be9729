import { parseExact } from '@stoa/kernel'
import type { CartSnapshot } from './snapshot.ts'

const AMOUNTS = new Set(['amount', 'unit_price', 'compare_at_unit_price'])

/** What clients and plugins keep in a cart. An `amount` in there is none of ours, and stays what it was. */
const FREE = new Set(['metadata', 'data', 'description', 'variant_option_values'])

type Json = Record<string, unknown>

/** A snapshot as the database gave it, with its amounts exact. */
export function parseSnapshot(text: string): CartSnapshot {
  const snapshot = parseExact<CartSnapshot>(text, AMOUNTS)
  giveBack(snapshot as unknown as Json, JSON.parse(text) as Json)
  return snapshot
}

function giveBack(exact: Json, plain: Json): void {
  for (const [name, value] of Object.entries(plain)) {
    if (FREE.has(name)) exact[name] = value
    else if (value !== null && typeof value === 'object') giveBack(exact[name] as Json, value as Json)
  }
}
