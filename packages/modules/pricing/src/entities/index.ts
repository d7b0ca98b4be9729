import { Price } from './price.ts'
import { PriceList } from './price-list.ts'
import { PriceListRule } from './price-list-rule.ts'
import { PricePreference } from './price-preference.ts'
import { PriceRule } from './price-rule.ts'
import { PriceSet } from './price-set.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Price,
  PriceList,
  PriceListRule,
  PricePreference,
  PriceRule,
  PriceSet,
}
