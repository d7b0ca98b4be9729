import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { InventoryLevel } from './inventory-level.ts'
import { ReservationItem } from './reservation-item.ts'

const InventoryItemSchema = defineEntity({
  name: 'InventoryItem',
  schema: 'stoa_inventory',
  properties: {
    id: id('iitem'),
    sku: p.text().nullable(),
    origin_country: p.text().nullable(),
    hs_code: p.text().nullable(),
    mid_code: p.text().nullable(),
    material: p.text().nullable(),
    unit_of_measure: p.text().nullable(),
    weight: p.double().nullable(),
    length: p.double().nullable(),
    height: p.double().nullable(),
    width: p.double().nullable(),
    requires_shipping: p.boolean().default(true),
    description: p.text().nullable(),
    title: p.text().nullable(),
    thumbnail: p.text().nullable(),
    metadata: metadata(),
    location_levels: () =>
      p
        .oneToMany(InventoryLevel)
        .mappedBy('inventory_item')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ created_at: 'asc', id: 'asc' }),
    reservation_items: () =>
      p.oneToMany(ReservationItem).mappedBy('inventory_item').cascade(Cascade.PERSIST, Cascade.REMOVE),
    search_document: p.text().nullable().hidden().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['sku'], where: 'deleted_at is null' }],
})

/** A thing that is counted. Several variants may draw on the same one. */
export class InventoryItem extends InventoryItemSchema.class {}
InventoryItemSchema.setClass(InventoryItem)
