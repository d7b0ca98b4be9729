import { initial } from './20261123-initial.ts'
import { search } from './20261123-search.ts'
import { itemProgress } from './20261124-item-progress.ts'
import { orderChanges } from './20261124-order-changes.ts'
import { promptSearch } from './20261124-prompt-search.ts'
import { returnReasons } from './20261124-return-reasons.ts'
import { returns } from './20261124-returns.ts'
import { transactions } from './20261124-transactions.ts'
import { claimsAndExchanges } from './20261125-claims-exchanges.ts'
import { shippingDiscounts } from './20261125-shipping-discounts.ts'

/** In the order in which they apply. */
export const migrations = [
  initial,
  search,
  promptSearch,
  returnReasons,
  orderChanges,
  transactions,
  itemProgress,
  returns,
  claimsAndExchanges,
  shippingDiscounts,
]
