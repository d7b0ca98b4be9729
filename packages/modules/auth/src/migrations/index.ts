import { initial } from './20261123-initial.ts'
import { actors } from './20261124-actors.ts'
import { verifications } from './20261124-verifications.ts'
import { mfa } from './20261125-mfa.ts'
import { resetTokenActors } from './20261125-reset-token-actors.ts'

/** In the order in which they apply. */
export const migrations = [initial, actors, verifications, resetTokenActors, mfa]
