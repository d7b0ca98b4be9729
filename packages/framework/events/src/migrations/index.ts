import { initial } from './20261124-initial.ts'
import { transports } from './20261126-transports.ts'
import { traces } from './20261127-traces.ts'

/** In the order in which they apply. */
export const migrations = [initial, transports, traces]
