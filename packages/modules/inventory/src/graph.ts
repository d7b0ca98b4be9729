import { defineField, defineSearch, defineSearchDocument } from '@stoa/query'

const sumOfLevels = (column: string) => (item: string) =>
  `(select trim_scale(coalesce(sum(level.${column}), 0)) from stoa_inventory.inventory_level level
    where level.inventory_item_id = ${item}.id and level.deleted_at is null)`

/** What queries may compute and search for. */
export const graph = [
  defineField('inventory_item', 'reserved_quantity', sumOfLevels('reserved_quantity')),
  defineField('inventory_item', 'stocked_quantity', sumOfLevels('stocked_quantity')),
  defineField(
    'inventory_level',
    'available_quantity',
    (level) => `trim_scale(${level}.stocked_quantity - ${level}.reserved_quantity)`,
  ),
  defineSearchDocument('inventory_item', ['sku', 'title', 'description', 'hs_code', 'mid_code', 'material']),
  defineSearch('reservation_item', ['description']),
]
