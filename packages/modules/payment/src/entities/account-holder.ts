import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const AccountHolderSchema = defineEntity({
  name: 'AccountHolder',
  schema: 'stoa_payment',
  properties: {
    id: id('acchld'),
    provider_id: p.text(),
    external_id: p.text(),
    email: p.text().nullable(),
    data: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    metadata: metadata(),
    ...timestamps,
  },
  uniques: [{ properties: ['provider_id', 'external_id'], where: 'deleted_at is null' }],
})

/** A customer as a payment provider knows them. */
export class AccountHolder extends AccountHolderSchema.class {}
AccountHolderSchema.setClass(AccountHolder)
