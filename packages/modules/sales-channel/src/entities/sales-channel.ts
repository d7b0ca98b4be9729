import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const SalesChannelSchema = defineEntity({
  name: 'SalesChannel',
  schema: 'stoa_sales_channel',
  properties: {
    id: id('sc'),
    name: p.text(),
    description: p.text().nullable(),
    is_disabled: p.boolean().default(false),
    metadata: metadata(),
    ...timestamps,
  },
})

/** A place where the shop sells, such as its web store. Which products it carries is a link's concern. */
export class SalesChannel extends SalesChannelSchema.class {}
SalesChannelSchema.setClass(SalesChannel)
