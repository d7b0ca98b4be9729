import type { StoaServer } from '@stoa/http'
import { fieldRules } from '@stoa/rest'
import { currencyRoutes } from '../currencies.ts'

const fields = fieldRules(
  'code name symbol symbol_native decimal_digits rounding',
  'created_at updated_at deleted_at',
)

/** The currencies there are, as a storefront sees them. */
export async function storeCurrencies(app: StoaServer): Promise<void> {
  currencyRoutes(app, '/store/currencies', { default_limit: 50, fields })
}
