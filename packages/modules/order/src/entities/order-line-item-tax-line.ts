import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderLineItem } from './order-line-item.ts'

const OrderLineItemTaxLineSchema = defineEntity({
  name: 'OrderLineItemTaxLine',
  schema: 'stoa_order',
  properties: {
    id: id('ordlitxl'),
    description: p.text().nullable(),
    tax_rate_id: p.text().nullable(),
    code: p.text(),
    rate: bigNumber(),
    provider_id: p.text().nullable(),
    metadata: metadata(),
    data: p.json<Record<string, unknown>>().nullable(),
    item: () => p.manyToOne(OrderLineItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['item'], where: 'deleted_at is null' }],
})

/** A tax on a line of an order. */
export class OrderLineItemTaxLine extends OrderLineItemTaxLineSchema.class {}
OrderLineItemTaxLineSchema.setClass(OrderLineItemTaxLine)
