import { checks } from './20261124-checks.ts'
import { initial } from './20261124-initial.ts'

/** In the order in which they apply. */
export const migrations = [initial, checks]
