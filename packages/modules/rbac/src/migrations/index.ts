import { initial } from './20261125-initial.ts'

/** In the order in which they apply. */
export const migrations = [initial]
