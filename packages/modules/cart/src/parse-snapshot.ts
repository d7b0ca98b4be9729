import { BigNumber } from '@stoa/kernel'
import type { CartSnapshot } from './snapshot.ts'

/** A snapshot as the database gave it. Amounts come as text, so that none passes through a float. */
export function parseSnapshot(text: string): CartSnapshot {
  const cart = JSON.parse(text) as CartSnapshot
  for (const item of cart.items) makeExact(item, 'unit_price', 'compare_at_unit_price')
  for (const method of cart.shipping_methods) makeExact(method, 'amount')
  for (const line of [...cart.items, ...cart.shipping_methods]) {
    for (const adjustment of line.adjustments) makeExact(adjustment, 'amount')
  }
  for (const credit of cart.credit_lines) makeExact(credit, 'amount')
  return cart
}

function makeExact(row: object, ...amounts: string[]): void {
  const values = row as Record<string, unknown>
  for (const name of amounts) {
    if (values[name] !== null) values[name] = BigNumber(values[name] as string)
  }
}
