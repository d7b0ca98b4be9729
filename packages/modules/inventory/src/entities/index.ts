import { InventoryItem } from './inventory-item.ts'
import { InventoryLevel } from './inventory-level.ts'
import { ReservationItem } from './reservation-item.ts'

/** Every entity of the module, by its name. */
export const entities = {
  InventoryItem,
  InventoryLevel,
  ReservationItem,
}
