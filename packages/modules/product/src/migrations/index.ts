import { initial } from './20261123-initial.ts'
import { search } from './20261123-search.ts'
import { categoryPath } from './20261124-category-path.ts'
import { promptSearch } from './20261124-prompt-search.ts'

/** In the order in which they apply. */
export const migrations = [initial, search, promptSearch, categoryPath]
