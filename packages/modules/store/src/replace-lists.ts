import { createId, type Database } from '@stoa/kernel'

/** A currency the shop is to sell in. */
export interface SupportedCurrency {
  /** ISO 4217, in lower case. */
  currency_code: string
  is_default: boolean
}

const CURRENCIES = `
  with given as (
    select * from json_to_recordset($2) as given(id text, currency_code text, is_default boolean)
  ), present as (
    select * from stoa_store.store_currency where store_id = $1 and deleted_at is null
  ), gone as (
    delete from stoa_store.store_currency where id in (
      select id from present where currency_code not in (select currency_code from given))
  ), changed as (
    update stoa_store.store_currency currency set is_default = given.is_default, updated_at = now()
    from given where currency.store_id = $1 and currency.deleted_at is null
      and currency.currency_code = given.currency_code and currency.is_default <> given.is_default
  )
  insert into stoa_store.store_currency (id, store_id, currency_code, is_default)
  select id, $1, currency_code, is_default from given
  where currency_code not in (select currency_code from present)`

const LOCALES = `
  with given as (
    select * from json_to_recordset($2) as given(id text, locale_code text)
  ), present as (
    select * from stoa_store.store_locale where store_id = $1 and deleted_at is null
  ), gone as (
    delete from stoa_store.store_locale where id in (
      select id from present where locale_code not in (select locale_code from given))
  )
  insert into stoa_store.store_locale (id, store_id, locale_code)
  select id, $1, locale_code from given where locale_code not in (select locale_code from present)`

/** Rows that stay keep their ids. The caller holds the store's lock. */
export async function replaceCurrencies(
  database: Database,
  storeId: string,
  currencies: readonly SupportedCurrency[],
): Promise<void> {
  const rows = currencies.map((currency) => ({ id: createId('stocur'), ...currency }))
  await database.query(CURRENCIES, [storeId, JSON.stringify(rows)])
}

/** As {@link replaceCurrencies}, for the languages. */
export async function replaceLocales(
  database: Database,
  storeId: string,
  codes: readonly string[],
): Promise<void> {
  const rows = codes.map((locale_code) => ({ id: createId('stloc'), locale_code }))
  await database.query(LOCALES, [storeId, JSON.stringify(rows)])
}
