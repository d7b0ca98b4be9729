import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Fulfillment } from './fulfillment.ts'

const FulfillmentLabelSchema = defineEntity({
  name: 'FulfillmentLabel',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fulla'),
    tracking_number: p.text(),
    tracking_url: p.text(),
    label_url: p.text(),
    fulfillment: () => p.manyToOne(Fulfillment).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['fulfillment'], where: 'deleted_at is null' }],
})

/** A parcel's label, and where it can be followed. */
export class FulfillmentLabel extends FulfillmentLabelSchema.class {}
FulfillmentLabelSchema.setClass(FulfillmentLabel)
