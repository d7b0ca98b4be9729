import { initial } from './20261123-initial.ts'
import { searchAndChecks } from './20261123-search-and-checks.ts'
import { promptSearch } from './20261124-prompt-search.ts'

/** In the order in which they apply. */
export const migrations = [initial, searchAndChecks, promptSearch]
