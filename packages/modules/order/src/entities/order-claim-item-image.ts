import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { OrderClaimItem } from './order-claim-item.ts'

const OrderClaimItemImageSchema = defineEntity({
  name: 'OrderClaimItemImage',
  schema: 'stoa_order',
  properties: {
    id: id('climg'),
    url: p.text(),
    metadata: metadata(),
    claim_item: () => p.manyToOne(OrderClaimItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['claim_item'], where: 'deleted_at is null' }],
})

/** A picture of what is wrong with goods. */
export class OrderClaimItemImage extends OrderClaimItemImageSchema.class {}
OrderClaimItemImageSchema.setClass(OrderClaimItemImage)
