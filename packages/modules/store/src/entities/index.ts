import { Store } from './store.ts'
import { StoreCurrency } from './store-currency.ts'
import { StoreLocale } from './store-locale.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Store,
  StoreCurrency,
  StoreLocale,
}
