import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'

/** What variants are found by. */
export const variantFilters = {
  id: words(),
  manage_inventory: Type.Boolean(),
  allow_backorder: Type.Boolean(),
  sku: words(),
  ean: words(),
  upc: words(),
  barcode: words(),
  ...moments(),
}
