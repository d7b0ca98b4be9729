import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { Fulfillment } from './fulfillment.ts'

const FulfillmentItemSchema = defineEntity({
  name: 'FulfillmentItem',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fulit'),
    title: p.text(),
    sku: p.text(),
    barcode: p.text(),
    quantity: bigNumber(),
    line_item_id: p.text().nullable(),
    inventory_item_id: p.text().nullable(),
    fulfillment: () => p.manyToOne(Fulfillment).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [
    { properties: ['fulfillment'], where: 'deleted_at is null' },
    { properties: ['line_item_id'], where: 'deleted_at is null' },
    { properties: ['inventory_item_id'], where: 'deleted_at is null' },
  ],
})

/** What is in a parcel. */
export class FulfillmentItem extends FulfillmentItemSchema.class {}
FulfillmentItemSchema.setClass(FulfillmentItem)
