import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const ReturnReasonSchema = defineEntity({
  name: 'ReturnReason',
  schema: 'stoa_order',
  properties: {
    id: id('rr'),
    value: p.text(),
    label: p.text(),
    description: p.text().nullable(),
    metadata: metadata(),
    parent_return_reason: () => p.manyToOne(ReturnReason).nullable(),
    return_reason_children: () => p.oneToMany(ReturnReason).mappedBy('parent_return_reason'),
    ...timestamps,
  },
  indexes: [{ properties: ['parent_return_reason'], where: 'deleted_at is null' }],
})

/** Why a buyer sends something back; a reason may be one kind of another. */
export class ReturnReason extends ReturnReasonSchema.class {}
ReturnReasonSchema.setClass(ReturnReason)
