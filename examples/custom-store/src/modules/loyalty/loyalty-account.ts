import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const LoyaltyAccountSchema = defineEntity({
  name: 'LoyaltyAccount',
  schema: 'stoa_loyalty',
  properties: { id: id('loy'), customer_id: p.text(), points: p.integer().default(0), ...timestamps },
  uniques: [{ properties: ['customer_id'], where: 'deleted_at is null' }],
})

/** How many points a customer has. */
export class LoyaltyAccount extends LoyaltyAccountSchema.class {}
LoyaltyAccountSchema.setClass(LoyaltyAccount)
