import { initial } from './20261123-initial.ts'
import { operations } from './20261124-operations.ts'

/** In the order in which they apply. */
export const migrations = [initial, operations]
