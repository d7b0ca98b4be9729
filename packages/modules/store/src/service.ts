import { moduleService, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { canonicalLocale } from './locale.ts'
import { replaceCurrencies, replaceLocales } from './replace-lists.ts'

/** The shop itself. */
export class StoreService extends moduleService(entities) {
  /**
   * Makes these, and no others, the currencies of a store. Those that stay keep their ids.
   *
   * @param currencies with their codes in any case; exactly one is the default
   * @throws StoaError `not_found` if there is no such store
   * @throws StoaError `invalid_data` for a code that stands twice, or where not exactly one is the default
   * @example
   * await stores.setCurrencies(store.id, [{ currency_code: 'eur', is_default: true }, { currency_code: 'usd' }])
   */
  async setCurrencies(
    storeId: string,
    currencies: readonly { currency_code: string; is_default?: boolean }[],
  ): Promise<void> {
    const rows = currencies.map(({ currency_code, is_default = false }) => ({
      currency_code: currency_code.toLowerCase(),
      is_default,
    }))
    refuseTwice(
      'Currency',
      rows.map(({ currency_code }) => currency_code),
    )
    const defaults = rows.filter(({ is_default }) => is_default)
    if (defaults.length !== 1) {
      const found = defaults.map(({ currency_code }) => currency_code).join(', ') || 'none'
      throw new StoaError(
        'invalid_data',
        `Exactly one of the supported_currencies must be the default (is_default); here it is ${found}.`,
      )
    }
    await this.database.transaction(async () => {
      await this.#lock(storeId)
      await replaceCurrencies(this.database, storeId, rows)
    })
  }

  /**
   * Makes these, and no others, the languages of a store. Those that stay keep their ids.
   *
   * @param codes BCP 47 tags, such as `de-DE`
   * @throws StoaError `not_found` if there is no such store
   * @throws StoaError `invalid_data` for a code that is no language tag, or stands twice
   */
  async setLocales(storeId: string, codes: readonly string[]): Promise<void> {
    const canonical = codes.map(canonicalLocale)
    refuseTwice('Locale', canonical)
    await this.database.transaction(async () => {
      await this.#lock(storeId)
      await replaceLocales(this.database, storeId, canonical)
    })
  }

  /** Two that replace a list wait here for each other; without it both lists would stand together. */
  async #lock(id: string): Promise<void> {
    const found = await this.database.query(
      'select from stoa_store.store where id = $1 and deleted_at is null for update',
      [id],
    )
    if (found.length === 0) throw new StoaError('not_found', `Store with id: ${id} was not found`)
  }
}

function refuseTwice(what: string, codes: readonly string[]): void {
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  if (twice !== undefined) throw new StoaError('invalid_data', `${what} ${twice} is listed twice.`)
}
