import { initial } from './20261123-initial.ts'
import { rulesCount } from './20261123-rules-count.ts'
import { priceListIndex } from './20261124-price-list-index.ts'

/** In the order in which they apply. */
export const migrations = [initial, rulesCount, priceListIndex]
