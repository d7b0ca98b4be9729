import { checks } from './20261123-checks.ts'
import { initial } from './20261123-initial.ts'
import { wholeIndexes } from './20261124-whole-indexes.ts'

/** In the order in which they apply. */
export const migrations = [initial, checks, wholeIndexes]
