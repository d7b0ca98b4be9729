import { initial } from './20261123-initial.ts'
import { actors } from './20261124-actors.ts'
import { verifications } from './20261124-verifications.ts'

/** In the order in which they apply. */
export const migrations = [initial, actors, verifications]
