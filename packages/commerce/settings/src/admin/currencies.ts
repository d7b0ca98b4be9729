import type { StoaServer } from '@stoa/http'
import { fieldRules } from '@stoa/rest'
import { currencyRoutes } from '../currencies.ts'

const fields = fieldRules('code name symbol symbol_native decimal_digits rounding')

/** The currencies there are. */
export async function adminCurrencies(app: StoaServer): Promise<void> {
  currencyRoutes(app, '/admin/currencies', { default_limit: 200, fields })
}
