import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, timestamps } from '@stoa/kernel'

const CurrencySchema = defineEntity({
  name: 'Currency',
  schema: 'stoa_currency',
  properties: {
    code: p.text().primary(),
    symbol: p.text(),
    symbol_native: p.text(),
    name: p.text(),
    decimal_digits: p.integer().default(0),
    rounding: bigNumber().default(0 as never),
    ...timestamps,
  },
})

/** A currency of ISO 4217, by its code in lower case. */
export class Currency extends CurrencySchema.class {}
CurrencySchema.setClass(Currency)
