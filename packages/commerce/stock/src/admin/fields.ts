import { fieldRules } from '@stoa/rest'

const ITEM = `id sku title description thumbnail origin_country hs_code requires_shipping mid_code material
  unit_of_measure weight length height width metadata reserved_quantity stocked_quantity created_at updated_at`

/** What the admin sees of an inventory item. */
export const itemFields = fieldRules(`${ITEM} *location_levels location_levels.available_quantity`)

/** What the admin sees of how much of an item lies at a location. */
export const levelFields = fieldRules(
  `id inventory_item_id location_id stocked_quantity reserved_quantity incoming_quantity available_quantity
    metadata created_at updated_at`,
)

/** What the admin sees of a reservation. */
export const reservationFields = fieldRules(
  `id location_id inventory_item_id quantity line_item_id description metadata created_at updated_at
    ${ITEM.split(/\s+/)
      .map((name) => `inventory_item.${name}`)
      .join(' ')}`,
)
