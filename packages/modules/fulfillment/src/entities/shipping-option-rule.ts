import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { ShippingOption } from './shipping-option.ts'

/** How a rule compares what the context says with its own value. */
export const shippingOptionRuleOperators = ['in', 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'nin'] as const

const ShippingOptionRuleSchema = defineEntity({
  name: 'ShippingOptionRule',
  schema: 'stoa_fulfillment',
  properties: {
    id: id('sorul'),
    attribute: p.text(),
    operator: p.enum(shippingOptionRuleOperators),
    value: p.json<string | string[]>().nullable(),
    shipping_option: () => p.manyToOne(ShippingOption).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['shipping_option'], where: 'deleted_at is null' }],
})

/** A condition under which a shipping option is offered. All of an option's rules must hold. */
export class ShippingOptionRule extends ShippingOptionRuleSchema.class {}
ShippingOptionRuleSchema.setClass(ShippingOptionRule)
