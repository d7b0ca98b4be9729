import { initial } from './20261128-initial.ts'

/** In the order in which they apply. */
export const migrations = [initial]
