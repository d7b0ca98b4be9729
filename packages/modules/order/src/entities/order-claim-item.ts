import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderClaim } from './order-claim.ts'
import { OrderClaimItemImage } from './order-claim-item-image.ts'
import { OrderLineItem } from './order-line-item.ts'

const claimReasons = ['missing_item', 'wrong_item', 'production_failure', 'other'] as const

const OrderClaimItemSchema = defineEntity({
  name: 'OrderClaimItem',
  schema: 'stoa_order',
  properties: {
    id: id('claitem'),
    reason: p.enum(claimReasons).nullable(),
    quantity: bigNumber(),
    is_additional_item: p.boolean().default(false),
    note: p.text().nullable(),
    metadata: metadata(),
    claim: () => p.manyToOne(OrderClaim).deleteRule('cascade'),
    item: () => p.manyToOne(OrderLineItem),
    images: () =>
      p
        .oneToMany(OrderClaimItemImage)
        .mappedBy('claim_item')
        .cascade(Cascade.PERSIST, Cascade.REMOVE)
        .orderBy({ id: 'asc' }),
    ...timestamps,
  },
  indexes: [
    { properties: ['claim'], where: 'deleted_at is null' },
    { properties: ['item'], where: 'deleted_at is null' },
  ],
})

/** How many of a line are claimed, and why; or how many are sent instead. */
export class OrderClaimItem extends OrderClaimItemSchema.class {}
OrderClaimItemSchema.setClass(OrderClaimItem)
