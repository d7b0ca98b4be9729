import { isCurrencyCode } from '@stoa/money'

/** How the text of a cell is read. */
export type CellKind = 'text' | 'number' | 'boolean' | 'status' | 'metadata'

/** A column that holds one field of a product or a variant. */
export interface FieldColumn {
  name: string
  field: string
  kind: CellKind
}

/** The lists of a product, of which each entry has a column of its own. */
export const listNames = ['images', 'tags', 'categories', 'sales_channels'] as const

export type ListName = (typeof listNames)[number]

/** What a column of a file means. */
export type Column =
  | ({ of: 'product' | 'variant' } & FieldColumn)
  | { of: 'list'; name: string; list: ListName }
  | { of: 'option'; name: string; number: string; part: 'name' | 'value' }
  | { of: 'price'; name: string; currency_code: string; region: string | undefined }
  | { of: 'nothing'; name: string }

const fields = (of: string, list: readonly (readonly [string, string, CellKind?])[]): FieldColumn[] =>
  list.map(([name, field, kind = 'text']) => ({ name: `${of} ${name}`, field, kind }))

const measures = [
  ['Weight', 'weight', 'number'],
  ['Length', 'length', 'number'],
  ['Width', 'width', 'number'],
  ['Height', 'height', 'number'],
  ['HS Code', 'hs_code'],
  ['Origin Country', 'origin_country'],
  ['MID Code', 'mid_code'],
  ['Material', 'material'],
] as const

export const productColumns: readonly FieldColumn[] = [
  ...fields('Product', [
    ['Id', 'id'],
    ['Handle', 'handle'],
    ['Title', 'title'],
    ['Subtitle', 'subtitle'],
    ['Description', 'description'],
    ['Status', 'status', 'status'],
    ['Thumbnail', 'thumbnail'],
    ...measures,
    ['Collection Id', 'collection_id'],
    ['Type Id', 'type_id'],
    ['Discountable', 'discountable', 'boolean'],
    ['Is Giftcard', 'is_giftcard', 'boolean'],
    ['External Id', 'external_id'],
    ['Metadata', 'metadata', 'metadata'],
  ]),
  { name: 'Shipping Profile Id', field: 'shipping_profile_id', kind: 'text' },
]

export const variantColumns: readonly FieldColumn[] = fields('Variant', [
  ['Id', 'id'],
  ['Title', 'title'],
  ['SKU', 'sku'],
  ['Barcode', 'barcode'],
  ['EAN', 'ean'],
  ['UPC', 'upc'],
  ['Allow Backorder', 'allow_backorder', 'boolean'],
  ['Manage Inventory', 'manage_inventory', 'boolean'],
  ...measures,
  ['Thumbnail', 'thumbnail'],
  ['Metadata', 'metadata', 'metadata'],
])

/** The name of a list's column, without its number. */
const listColumns: Readonly<Record<ListName, string>> = {
  images: 'Product Image',
  tags: 'Product Tag',
  categories: 'Product Category',
  sales_channels: 'Product Sales Channel',
}

/** The name of the column in which a list's entry stands. */
export const listColumn = (list: ListName, index: number): string =>
  `${listColumns[list]} ${index + 1}${list === 'images' ? ' Url' : ''}`

/** What other systems' exports have beside this, and no import can write. */
const WRITTEN_BY_THE_SHOP = /^(product|variant) (created|updated|deleted) at$|^variant product id$/

const byName = new Map<string, Column>([
  ...productColumns.map((column) => [column.name.toLowerCase(), { of: 'product', ...column }] as const),
  ...variantColumns.map((column) => [column.name.toLowerCase(), { of: 'variant', ...column }] as const),
])

/** What a column means by its name, in whatever case; undefined for a name that means nothing. */
export function columnOf(header: string): Column | undefined {
  const name = header.trim()
  const plain = name.toLowerCase().replace(/\s+/g, ' ')
  if (plain === '' || WRITTEN_BY_THE_SHOP.test(plain)) return { of: 'nothing', name }
  return byName.get(plain.replace(/^product shipping/, 'shipping')) ?? numbered(name, plain) ?? price(name)
}

function numbered(name: string, plain: string): Column | undefined {
  const option = /^variant option (\d{1,4}) (name|value)$/.exec(plain)
  if (option) {
    const [, number = '', part] = option
    return { of: 'option', name, number, part: part as 'name' | 'value' }
  }
  const list = listNames.find((entry) => {
    const start = `${listColumns[entry].toLowerCase()} `
    return plain.startsWith(start) && /^\d{1,4}( url| id)?$/.test(plain.slice(start.length))
  })
  return list && { of: 'list', name, list }
}

/** `Variant Price EUR`, or `Variant Price Europe [EUR]` for the price in a region. */
function price(name: string): Column | undefined {
  const match = /^variant price\s+(?:(\S.*?)\s*\[([a-z]{3})\]|([a-z]{3}))$/i.exec(name)
  const currency_code = (match?.[2] ?? match?.[3])?.toLowerCase()
  if (!currency_code || !isCurrencyCode(currency_code)) return undefined
  return { of: 'price', name, currency_code, region: match?.[1] }
}
