import { CurrencyService } from '@stoa/currency'
import { type Container, StoaError } from '@stoa/kernel'
import { RegionService } from '@stoa/region'

/** @throws StoaError `invalid_data` that names the codes, given in any case, which are no currency's */
export async function assertCurrencies(container: Container, codes: readonly string[]): Promise<void> {
  const wanted = codes.map((code) => code.toLowerCase())
  const found = await container.resolve(CurrencyService).listCurrencies({ code: wanted })
  refuse(
    'currency_code',
    wanted,
    found.map(({ code }) => code),
  )
}

/** @throws StoaError `invalid_data` for a code, given in any case, that is no country's */
export async function assertCountry(container: Container, code: string): Promise<void> {
  const wanted = [code.toLowerCase()]
  const found = await container.resolve(RegionService).listCountries({ iso_2: wanted })
  refuse(
    'country_code',
    wanted,
    found.map(({ iso_2 }) => iso_2),
  )
}

function refuse(name: string, wanted: readonly string[], found: readonly string[]): void {
  const unknown = wanted.filter((code) => !found.includes(code))
  if (unknown.length === 0) return
  throw new StoaError(
    'invalid_data',
    `There is no ${name.replace('_code', '')} with the ${name}: ${unknown.join(', ')}.`,
  )
}
