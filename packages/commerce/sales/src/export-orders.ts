import { type CsvCell, writeCsv } from '@stoa/csv'
import type { Container } from '@stoa/kernel'
import { defineExport } from '@stoa/operations'
import { type Filters, Query, type ResultRow } from '@stoa/query'

const ADDRESS = {
  'First Name': 'first_name',
  'Last Name': 'last_name',
  Company: 'company',
  'Address 1': 'address_1',
  'Address 2': 'address_2',
  'Postal Code': 'postal_code',
  City: 'city',
  Province: 'province',
  Country: 'country_code',
  Phone: 'phone',
}

/** What stands in each row of an order. */
const ORDER = {
  'Order Id': 'id',
  'Order Number': 'display_id',
  Status: 'status',
  'Payment Status': 'payment_status',
  'Fulfillment Status': 'fulfillment_status',
  'Created At': 'created_at',
  Email: 'email',
  'Customer Id': 'customer_id',
  'Region Id': 'region_id',
  'Sales Channel Id': 'sales_channel_id',
  Currency: 'currency_code',
}

/** What stands in the first row of an order only, so that a column can be summed up. */
const TOTALS = {
  Subtotal: 'subtotal',
  'Discount Total': 'discount_total',
  'Shipping Total': 'shipping_total',
  'Tax Total': 'tax_total',
  'Credit Total': 'credit_line_total',
  Total: 'total',
}

const ITEM = {
  'Item Id': 'id',
  'Item Title': 'title',
  'Item Product Title': 'product_title',
  'Item Variant Title': 'variant_title',
  'Item SKU': 'variant_sku',
}

/** Exact: as the digits that they are. */
const ITEM_AMOUNTS = {
  'Item Quantity': 'raw_quantity',
  'Item Unit Price': 'raw_unit_price',
  'Item Total': 'raw_total',
}

const PLACES = ['shipping_address', 'billing_address'] as const

const FIELDS = [
  ...Object.values(ORDER),
  ...Object.values(TOTALS).map((name) => `raw_${name}`),
  ...PLACES.flatMap((place) => Object.values(ADDRESS).map((name) => `${place}.${name}`)),
  ...[...Object.values(ITEM), ...Object.values(ITEM_AMOUNTS)].map((name) => `items.${name}`),
]

const HEADER = [
  ...Object.keys(ORDER),
  ...Object.keys(TOTALS),
  ...Object.keys(ADDRESS).map((name) => `Shipping ${name}`),
  ...Object.keys(ADDRESS).map((name) => `Billing ${name}`),
  ...Object.keys(ITEM),
  ...Object.keys(ITEM_AMOUNTS),
]

/** Orders as a file: a row for each line, and one for an order that has none. */
export const exportOrders = defineExport<{ filters: Filters }>({
  name: 'export-orders',
  title: 'Order export',
  event: 'order.export',
  filename: 'order-exports.csv',
  write: (container, { filters }) => writeCsv(HEADER, rows(container, filters)),
})

async function* rows(container: Container, filters: Filters): AsyncGenerator<CsvCell[]> {
  for await (const order of container.resolve(Query).stream('order', { fields: FIELDS, filters })) {
    const own = cells(ORDER, order)
    const totals: CsvCell[] = Object.values(TOTALS).map((name) => order[`raw_${name}`].value)
    const places = PLACES.flatMap((place) => cells(ADDRESS, order[place] ?? {}))
    const items = order.items as ResultRow[]
    for (const [index, item] of (items.length > 0 ? items : [{}]).entries()) {
      yield [
        ...own,
        ...(index === 0 ? totals : totals.map(() => null)),
        ...places,
        ...cells(ITEM, item),
        ...Object.values(ITEM_AMOUNTS).map((name) => (item as ResultRow)[name]?.value),
      ]
    }
  }
}

const cells = (columns: Readonly<Record<string, string>>, row: ResultRow): CsvCell[] =>
  Object.values(columns).map((name) => row[name])
