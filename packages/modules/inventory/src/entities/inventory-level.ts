import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { InventoryItem } from './inventory-item.ts'

const InventoryLevelSchema = defineEntity({
  name: 'InventoryLevel',
  schema: 'stoa_inventory',
  properties: {
    id: id('ilev'),
    location_id: p.text(),
    stocked_quantity: bigNumber().default(0 as never),
    reserved_quantity: bigNumber().default(0 as never),
    incoming_quantity: bigNumber().default(0 as never),
    metadata: metadata(),
    inventory_item: () => p.manyToOne(InventoryItem).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [{ properties: ['inventory_item', 'location_id'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['location_id'], where: 'deleted_at is null' }],
})

/** How much of an item lies at a location, and how much of that is promised to somebody. */
export class InventoryLevel extends InventoryLevelSchema.class {}
InventoryLevelSchema.setClass(InventoryLevel)
