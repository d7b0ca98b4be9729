import { type CsvCell, writeCsv } from '@stoa/csv'
import type { Container } from '@stoa/kernel'
import { defineExport } from '@stoa/operations'
import { type Filters, Query, type ResultRow } from '@stoa/query'

const ITEM = {
  'Inventory Item Id': 'id',
  'Inventory Item SKU': 'sku',
  'Inventory Item Title': 'title',
  'Inventory Item Description': 'description',
  'Inventory Item HS Code': 'hs_code',
  'Inventory Item Origin Country': 'origin_country',
  'Inventory Item MID Code': 'mid_code',
  'Inventory Item Material': 'material',
  'Inventory Item Unit Of Measure': 'unit_of_measure',
  'Inventory Item Weight': 'weight',
  'Inventory Item Length': 'length',
  'Inventory Item Width': 'width',
  'Inventory Item Height': 'height',
  'Inventory Item Requires Shipping': 'requires_shipping',
}

const LEVEL = {
  'Stocked Quantity': 'stocked_quantity',
  'Reserved Quantity': 'reserved_quantity',
  'Incoming Quantity': 'incoming_quantity',
  'Available Quantity': 'available_quantity',
}

const FIELDS = [
  ...Object.values(ITEM),
  'location_levels.location_id',
  'location_levels.stock_locations.name',
  ...Object.values(LEVEL).map((name) => `location_levels.${name}`),
]

/** Inventory items as a file: a row for each place where some of one lies, and one for an item that lies nowhere. */
export const exportInventoryItems = defineExport<{ filters: Filters }>({
  name: 'export-inventory-items',
  title: 'Inventory export',
  event: 'inventory-item.export',
  filename: 'inventory-item-exports.csv',
  write: (container, { filters }) =>
    writeCsv(
      [...Object.keys(ITEM), 'Location Id', 'Location Name', ...Object.keys(LEVEL)],
      rows(container, filters),
    ),
})

async function* rows(container: Container, filters: Filters): AsyncGenerator<CsvCell[]> {
  const query = container.resolve(Query)
  for await (const item of query.stream('inventory_item', { fields: FIELDS, filters })) {
    const own = Object.values(ITEM).map((field) => item[field] as CsvCell)
    const levels = item.location_levels as ResultRow[]
    if (levels.length === 0) yield own
    for (const level of levels) {
      const { location_id, stock_locations } = level
      yield [
        ...own,
        location_id,
        stock_locations[0]?.name,
        ...Object.values(LEVEL).map((field) => level[field] as CsvCell),
      ]
    }
  }
}
