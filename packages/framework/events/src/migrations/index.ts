import { initial } from './20261124-initial.ts'
import { transports } from './20261126-transports.ts'

/** In the order in which they apply. */
export const migrations = [initial, transports]
