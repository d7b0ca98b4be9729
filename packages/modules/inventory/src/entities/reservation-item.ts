import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { InventoryItem } from './inventory-item.ts'

const ReservationItemSchema = defineEntity({
  name: 'ReservationItem',
  schema: 'stoa_inventory',
  properties: {
    id: id('resitem'),
    line_item_id: p.text().nullable(),
    allow_backorder: p.boolean().default(false),
    location_id: p.text(),
    quantity: bigNumber(),
    external_id: p.text().nullable(),
    description: p.text().nullable(),
    created_by: p.text().nullable(),
    metadata: metadata(),
    inventory_item: () => p.manyToOne(InventoryItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [
    { properties: ['inventory_item', 'location_id'], where: 'deleted_at is null' },
    { properties: ['line_item_id'], where: 'deleted_at is null' },
    { properties: ['location_id'], where: 'deleted_at is null' },
  ],
})

/** A quantity at a location that is promised, mostly to an order's line. */
export class ReservationItem extends ReservationItemSchema.class {}
ReservationItemSchema.setClass(ReservationItem)
