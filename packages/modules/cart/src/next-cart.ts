import { BigNumber } from '@stoa/kernel'
import { cartTotals } from '@stoa/money'
import type { CartChanges } from './changes.ts'
import { isOfPromotion } from './part-writes.ts'
import type { CartAdjustment, CartItem, CartShipping, CartSnapshot, CartTaxLine } from './snapshot.ts'

type WithLines = { id: string; tax_lines?: CartTaxLine[]; adjustments?: CartAdjustment[] }

/** A cart as it will be once the changes are written. A pure function. */
export function nextCart(cart: CartSnapshot, changes: CartChanges): CartSnapshot {
  const removed = new Set(changes.removed_items)
  const changed = new Map(changes.changed_items?.map((item) => [item.id, item]))
  const kept = cart.items
    .filter(({ id }) => !removed.has(id))
    .map((item) => ({ ...item, ...changed.get(item.id) }))
  const items = [...kept, ...(changes.added_items ?? []).map((item) => withLines<CartItem>(item))]
  const shipping =
    changes.shipping_methods?.map((method) => withLines<CartShipping>(method)) ?? cart.shipping_methods
  return {
    ...cart,
    ...(changes.cart as Partial<CartSnapshot>),
    shipping_address: nextAddress(cart.shipping_address, changes.shipping_address),
    billing_address: nextAddress(cart.billing_address, changes.billing_address),
    items: items.map((item) => ({ ...item, ...partsOf(item, 'item_id', changes) })),
    shipping_methods: shipping.map((method) => ({
      ...method,
      ...partsOf(method, 'shipping_method_id', changes),
    })),
  }
}

/** What a cart comes to. */
export const totalOf = (cart: CartSnapshot): BigNumber => BigNumber(cartTotals(cart as never).total)

const withLines = <Line>(line: WithLines) => ({ tax_lines: [], adjustments: [], ...line }) as Line

const nextAddress = (was: CartSnapshot['shipping_address'], change: CartChanges['shipping_address']) =>
  change ? ({ ...was, ...change } as CartSnapshot['shipping_address']) : was

function partsOf(
  line: WithLines,
  key: 'item_id' | 'shipping_method_id',
  { tax_lines, adjustments }: CartChanges,
): { tax_lines: CartTaxLine[]; adjustments: CartAdjustment[] } {
  const { tax_lines: taxes = [], adjustments: discounts = [] } = line
  const own = <Part extends { item_id?: string; shipping_method_id?: string }>(parts: readonly Part[]) =>
    parts.filter((part) => part[key] === line.id)
  return {
    tax_lines: tax_lines ? (own(tax_lines) as unknown as CartTaxLine[]) : taxes,
    adjustments: adjustments
      ? [
          ...discounts.filter((discount) => !isOfPromotion(discount)),
          ...(own(adjustments) as unknown as CartAdjustment[]),
        ]
      : discounts,
  }
}
