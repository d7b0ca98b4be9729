import { type Container, Database } from '@stoa/kernel'
import { currencies } from '@stoa/money'

/** Sees to it that every currency is there. Those that are stay as they are. */
export async function prepare(container: Container): Promise<void> {
  await container.resolve(Database).query(
    `insert into stoa_currency.currency (code, symbol, symbol_native, name, decimal_digits, rounding)
     select code, symbol, symbol_native, name, decimal_digits, rounding
     from json_to_recordset($1) as currency(
       code text, symbol text, symbol_native text, name text, decimal_digits int, rounding numeric)
     on conflict (code) do nothing`,
    [JSON.stringify(currencies)],
  )
}
