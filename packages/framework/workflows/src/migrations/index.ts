import { initial } from './20261124-initial.ts'
import { waits } from './20261124-waits.ts'
import { watchers } from './20261124-watchers.ts'

/** In the order in which they apply. */
export const migrations = [initial, waits, watchers]
