import { type BigNumber, createId, type Write } from '@stoa/kernel'
import { adjustmentWrites, taxWrites } from './part-writes.ts'
import type { CartSnapshot } from './snapshot.ts'
import { stamped } from './stamped.ts'

type Values = Readonly<Record<string, unknown>>

/** A tax that applies to a line or to the shipping of a cart. */
export interface NewTaxLine {
  /** Of a line, or… */
  item_id?: string
  /** …of a shipping method. */
  shipping_method_id?: string
  rate: number
  code: string
  description?: string | null
  provider_id?: string | null
  tax_rate_id?: string | null
}

/** What a promotion takes off a line or the shipping of a cart. */
export interface NewAdjustment {
  /** Of a line, or… */
  item_id?: string
  /** …of a shipping method. */
  shipping_method_id?: string
  /** Off the whole line, in major units. */
  amount: BigNumber
  /** Whether `amount` contains tax. Of a line only: discounts on shipping are without it. Default: false. */
  is_tax_inclusive?: boolean
  code: string | null
  promotion_id: string | null
}

/** What changes in a cart. All of it is written in one statement. */
export interface CartChanges {
  /** Columns of the cart. */
  cart?: Values
  shipping_address?: Values
  billing_address?: Values
  added_items?: readonly (Values & { id: string })[]
  /** Each with its id and the same columns. */
  changed_items?: readonly (Values & { id: string })[]
  removed_items?: readonly string[]
  /** Replaces all there are. */
  shipping_methods?: readonly (Values & { id: string })[]
  /** Replaces all there are. */
  tax_lines?: readonly NewTaxLine[]
  /** Replaces all of promotions. What was given by hand stays. */
  adjustments?: readonly NewAdjustment[]
}

/**
 * The writes that bring a cart from what it was to what it is to be.
 *
 * @param isNew whether the cart itself is yet to be written, with `changes.cart` as its columns
 */
export function writesOf(cart: CartSnapshot, changes: CartChanges, isNew = false): Write[] {
  const addresses = [
    addressWrite(cart, changes, 'shipping_address'),
    addressWrite(cart, changes, 'billing_address'),
  ]
  const own = {
    id: cart.id,
    ...changes.cart,
    ...Object.assign({}, ...addresses.map(({ reference }) => reference)),
  }
  return [
    ...joined(addresses.map(({ write }) => write)),
    isNew ? { insert: 'stoa_cart.cart', rows: [stamped(own)] } : { update: 'stoa_cart.cart', rows: [own] },
    ...itemWrites(cart, changes),
    ...shippingWrites(cart, changes),
    ...(changes.tax_lines ? taxWrites(cart, changes, changes.tax_lines) : []),
    ...(changes.adjustments ? adjustmentWrites(cart, changes, changes.adjustments) : []),
  ]
}

/** Two inserts into one table become one; a table may be updated once only. */
function joined(writes: (Write | undefined)[]): Write[] {
  const all = writes.filter((write) => write !== undefined)
  const inserts = all.flatMap((write) => ('insert' in write ? write.rows : []))
  const updates = all.filter((write) => 'update' in write)
  return [{ insert: 'stoa_cart.cart_address', rows: inserts }, ...updates]
}

function addressWrite(
  cart: CartSnapshot,
  changes: CartChanges,
  name: 'shipping_address' | 'billing_address',
) {
  const values = changes[name]
  if (!values) return { reference: {} }
  const present = cart[name]
  if (present)
    return {
      reference: {},
      write: { update: 'stoa_cart.cart_address', rows: [{ ...values, id: present.id }] } as Write,
    }
  const id = createId('caaddr')
  return {
    reference: { [`${name}_id`]: id },
    write: { insert: 'stoa_cart.cart_address', rows: [stamped({ ...values, id })] } as Write,
  }
}

function itemWrites(
  cart: CartSnapshot,
  { added_items = [], changed_items = [], removed_items = [] }: CartChanges,
): Write[] {
  return [
    { delete: 'stoa_cart.cart_line_item', where: 'id', in: removed_items },
    { update: 'stoa_cart.cart_line_item', rows: changed_items },
    {
      insert: 'stoa_cart.cart_line_item',
      rows: added_items.map((item) => stamped({ ...item, cart_id: cart.id })),
    },
  ]
}

function shippingWrites(cart: CartSnapshot, { shipping_methods }: CartChanges): Write[] {
  if (!shipping_methods) return []
  return [
    { delete: 'stoa_cart.cart_shipping_method', where: 'id', in: cart.shipping_methods.map(({ id }) => id) },
    {
      insert: 'stoa_cart.cart_shipping_method',
      rows: shipping_methods.map((method) => stamped({ ...method, cart_id: cart.id })),
    },
  ]
}
