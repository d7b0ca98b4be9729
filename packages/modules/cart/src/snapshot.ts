import type { BigNumber } from '@stoa/kernel'

/** A tax on a line or on the shipping. */
export interface CartTaxLine {
  id: string
  rate: number
  code: string
  description: string | null
  provider_id: string | null
  tax_rate_id: string | null
}

/** A discount on a line or on the shipping. */
export interface CartAdjustment {
  id: string
  amount: BigNumber
  is_tax_inclusive?: boolean
  code: string | null
  promotion_id: string | null
}

/** A line of a cart. */
export interface CartItem {
  id: string
  variant_id: string | null
  product_id: string | null
  product_type_id: string | null
  quantity: number
  unit_price: BigNumber
  is_tax_inclusive: boolean
  is_custom_price: boolean
  requires_shipping: boolean
  metadata: Record<string, unknown> | null
  tax_lines: CartTaxLine[]
  adjustments: CartAdjustment[]
  [column: string]: unknown
}

/** How a cart is shipped. */
export interface CartShipping {
  id: string
  name: string
  amount: BigNumber
  is_tax_inclusive: boolean
  shipping_option_id: string | null
  data: Record<string, unknown> | null
  tax_lines: CartTaxLine[]
  adjustments: CartAdjustment[]
  [column: string]: unknown
}

/** An address of a cart. */
export interface CartPlace {
  id: string
  country_code: string | null
  province: string | null
  city: string | null
  postal_code: string | null
  [column: string]: unknown
}

/** A whole cart as plain rows, as it was when its lock was taken. */
export interface CartSnapshot {
  id: string
  region_id: string | null
  customer_id: string | null
  sales_channel_id: string | null
  email: string | null
  currency_code: string
  locale: string | null
  metadata: Record<string, unknown> | null
  completed_at: string | null
  updated_at: string
  shipping_address: CartPlace | null
  billing_address: CartPlace | null
  items: CartItem[]
  shipping_methods: CartShipping[]
  credit_lines: { id: string; amount: BigNumber; [column: string]: unknown }[]
}

const list = (alias: string, rows: string) =>
  `(select coalesce(json_agg(${alias}), '[]') from (${rows}) ${alias})`

/** All columns, and those that are amounts once more, as text: of a name that comes twice, JSON.parse takes the last. */
const row = (alias: string, ...amounts: string[]) =>
  [`${alias}.*`, ...amounts.map((name) => `${alias}.${name}::text as ${name}`)].join(', ')

const linesOf = (name: string, parent: string) => `
  ${list('t', `select * from stoa_cart.${name}_tax_line where ${parent} and deleted_at is null order by id`)} as tax_lines,
  ${list('a', `select ${row('a', 'amount')} from stoa_cart.${name}_adjustment a where ${parent} and deleted_at is null order by a.id`)} as adjustments`

const address = (column: string) =>
  `(select to_json(a) from stoa_cart.cart_address a where a.id = c.${column}) as ${column.replace(/_id$/, '')}`

/** One statement that gives the whole cart. */
export const snapshotSql = `select to_json(r)::text as body from (
  select c.*, ${address('shipping_address_id')}, ${address('billing_address_id')},
    ${list('i', `select ${row('i', 'unit_price', 'compare_at_unit_price')}, ${linesOf('cart_line_item', 'item_id = i.id')} from stoa_cart.cart_line_item i where i.cart_id = c.id and i.deleted_at is null order by i.id`)} as items,
    ${list('s', `select ${row('s', 'amount')}, ${linesOf('cart_shipping_method', 'shipping_method_id = s.id')} from stoa_cart.cart_shipping_method s where s.cart_id = c.id and s.deleted_at is null order by s.id`)} as shipping_methods,
    ${list('l', `select ${row('l', 'amount')} from stoa_cart.cart_credit_line l where l.cart_id = c.id and l.deleted_at is null order by l.id`)} as credit_lines
  from stoa_cart.cart c where c.id = $1 and c.deleted_at is null) r`
