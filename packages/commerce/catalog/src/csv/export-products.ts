import { type CsvCell, writeCsv } from '@stoa/csv'
import type { Container } from '@stoa/kernel'
import { defineExport } from '@stoa/operations'
import { type Filters, Query, type ResultRow } from '@stoa/query'
import { toCell } from './cells.ts'
import {
  type FieldColumn,
  type ListName,
  listColumn,
  listNames,
  productColumns,
  variantColumns,
} from './columns.ts'
import { spooled } from './spool.ts'

const FIELDS = [
  '*',
  'shipping_profile.id',
  'images.url',
  'tags.id',
  'categories.id',
  'sales_channels.id',
  '*variants',
  'variants.options.value',
  'variants.options.option.title',
  'variants.prices.amount',
  'variants.prices.raw_amount',
  'variants.prices.currency_code',
  'variants.prices.min_quantity',
  'variants.prices.max_quantity',
  'variants.prices.price_rules.attribute',
  'variants.prices.price_rules.operator',
  'variants.prices.price_rules.value',
]

/** Products as a file that can be imported again. */
export const exportProducts = defineExport<{ filters: Filters }>({
  name: 'export-products',
  title: 'Product export',
  event: 'product.export',
  filename: 'product-exports.csv',
  write: (container, { filters }) => write(container, filters),
})

async function* write(container: Container, filters: Filters): AsyncGenerator<Uint8Array> {
  const query = container.resolve(Query)
  const regions = await query.list('region', { fields: ['id', 'name'] })
  const names = new Map(regions.map(({ id, name }) => [id as string, name as string]))
  const layout = new Layout(names)
  const products = spooled(query.stream('product', { fields: FIELDS, filters }), (product) =>
    layout.look(product),
  )
  // The first product comes when all have been looked at.
  const first = await products.next()
  const rows = async function* () {
    if (!first.done) yield* layout.rowsOf(first.value)
    for await (const product of products) yield* layout.rowsOf(product)
  }
  yield* writeCsv(layout.header(), rows())
}

/** Which columns a file of some products needs, and what stands in them. */
class Layout {
  readonly #regions: ReadonlyMap<string, string>
  readonly #lists = new Map<ListName, number>(listNames.map((name) => [name, 0]))
  readonly #prices = new Set<string>()
  #options = 0

  constructor(regions: ReadonlyMap<string, string>) {
    this.#regions = regions
  }

  look(product: ResultRow): void {
    for (const [name, most] of this.#lists) this.#lists.set(name, Math.max(most, product[name].length))
    for (const variant of product.variants) {
      this.#options = Math.max(this.#options, variant.options.length)
      for (const column of this.#pricesOf(variant).keys()) this.#prices.add(column)
    }
  }

  header(): string[] {
    return [
      ...productColumns.map(({ name }) => name),
      ...variantColumns.map(({ name }) => name),
      ...this.#priceColumns(),
      ...Array.from({ length: this.#options }, (_, index) => [
        `Variant Option ${index + 1} Name`,
        `Variant Option ${index + 1} Value`,
      ]).flat(),
      ...[...this.#lists].flatMap(([name, most]) =>
        Array.from({ length: most }, (_, index) => listColumn(name, index)),
      ),
    ]
  }

  /** A row for each variant; a product without any has one, too. */
  *rowsOf(product: ResultRow): Generator<CsvCell[]> {
    const own = cellsOf(productColumns, { ...product, shipping_profile_id: product.shipping_profile?.id })
    const lists = [...this.#lists].flatMap(([name, most]) =>
      Array.from({ length: most }, (_, index) => {
        const entry = product[name][index]
        return entry?.url ?? entry?.id
      }),
    )
    const variants = product.variants.length > 0 ? product.variants : [{ options: [], prices: [] }]
    for (const variant of variants) {
      const prices = this.#pricesOf(variant)
      yield [
        ...own,
        ...cellsOf(variantColumns, variant),
        ...this.#priceColumns().map((column) => prices.get(column)),
        ...Array.from({ length: this.#options }, (_, index) => {
          const value = variant.options[index]
          return [value?.option.title, value?.value]
        }).flat(),
        ...lists,
      ]
    }
  }

  #priceColumns(): string[] {
    return [...this.#prices].toSorted()
  }

  /** What any quantity costs, everywhere and in regions; other prices have no column. */
  #pricesOf({ prices }: ResultRow): Map<string, string> {
    const columns = new Map<string, string>()
    for (const {
      currency_code,
      raw_amount,
      min_quantity,
      max_quantity,
      price_rules,
    } of prices as ResultRow[]) {
      if (min_quantity !== null || max_quantity !== null) continue
      const currency = currency_code.toUpperCase()
      const [rule, ...others] = price_rules as ResultRow[]
      if (rule === undefined) columns.set(`Variant Price ${currency}`, raw_amount.value)
      const region =
        rule?.attribute === 'region_id' && rule.operator === 'eq' && this.#regions.get(rule.value)
      if (region && others.length === 0) {
        columns.set(`Variant Price ${region} [${currency}]`, raw_amount.value)
      }
    }
    return columns
  }
}

const cellsOf = (columns: readonly FieldColumn[], row: ResultRow): CsvCell[] =>
  columns.map(({ field, kind }) => toCell(kind, row[field] ?? null))
