import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { ServiceZone } from './service-zone.ts'

const FulfillmentSetSchema = defineEntity({
  name: 'FulfillmentSet',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('fuset'),
    name: p.text(),
    type: p.text(),
    metadata: metadata(),
    service_zones: () =>
      p
        .oneToMany(ServiceZone)
        .mappedBy('fulfillment_set')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ created_at: 'asc', id: 'asc' }),
    ...timestamps,
  },
  uniques: [{ properties: ['name'], where: 'deleted_at is null' }],
})

/** One way in which a location hands goods over, such as `shipping` or `pickup`. */
export class FulfillmentSet extends FulfillmentSetSchema.class {}
FulfillmentSetSchema.setClass(FulfillmentSet)
