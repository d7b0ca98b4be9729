/**
 * Prints the rows of src/currencies.ts: the codes and digits of ISO 4217 (src/iso-4217.ts), with the names and
 * symbols of Unicode CLDR as this Node's ICU has them. Run it when ISO 4217 or CLDR changed, and read the diff:
 *
 *     node scripts/currencies.ts > src/currencies.ts
 *
 * The rows are kept as a file because what a shop is seeded with must not depend on the Node it runs on.
 */
import { digitsOfActiveCodes } from '../src/iso-4217.ts'

/** Currencies of several countries, or whose code does not begin with a country: where their symbol is at home. */
const home: Record<string, string> = {
  EUR: 'de-DE',
  USN: 'en-US',
  VED: 'es-VE',
  XAF: 'fr-CM',
  XCD: 'en-LC',
  XCG: 'nl-CW',
  XOF: 'fr-SN',
  XPF: 'fr-PF',
}

/** Codes CLDR has no name for yet. */
const names: Record<string, string> = { XAD: 'Arab Accounting Dinar' }

const english = new Intl.DisplayNames('en', { type: 'currency' })

function symbolIn(locale: string, currency: string, currencyDisplay: 'symbol' | 'narrowSymbol'): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).formatToParts(
    1,
  )
  const symbol = parts.find((part) => part.type === 'currency')?.value ?? currency
  // Direction marks and no-break spaces belong to a text, not to a symbol.
  return symbol
    .replace(/[\u200b\u200e\u200f\u061c]/g, '')
    .replace(/\s/g, ' ')
    .trim()
}

function homeOf(currency: string): string {
  if (home[currency]) return home[currency]
  const { language, region } = new Intl.Locale(`und-${currency.slice(0, 2)}`).maximize()
  return `${language}-${region}`
}

function nativeSymbol(currency: string): string {
  const native = symbolIn(homeOf(currency), currency, 'symbol')
  return native === currency || native === '' ? symbolIn('en', currency, 'narrowSymbol') : native
}

const quote = (text: string) => (text.includes("'") ? JSON.stringify(text) : `'${text}'`)

const rows = [...digitsOfActiveCodes].map(([code, digits]) => {
  const upper = code.toUpperCase()
  const name = names[upper] ?? english.of(upper) ?? upper
  const cells = [
    quote(code),
    quote(name),
    quote(symbolIn('en', upper, 'symbol')),
    quote(nativeSymbol(upper)),
    digits,
  ]
  return `  [${cells.join(', ')}],`
})

process.stdout.write(`// Written by scripts/currencies.ts from ISO 4217 and Unicode CLDR ${process.versions.cldr}: do not edit by hand.

/** A currency as the currency module stores it. */
export interface Currency {
  /** ISO 4217 code, lower case. */
  code: string
  /** English name. */
  name: string
  /** Symbol that is clear in English text: \`CA$\`. */
  symbol: string
  /** Symbol used at home: \`$\`. */
  symbol_native: string
  /** Digits of the minor unit after ISO 4217. */
  decimal_digits: number
  /** Smallest step of cash, 0 for none. ISO 4217 names none, so it is 0 for all. */
  rounding: number
}

const rows: readonly (readonly [code: string, name: string, symbol: string, native: string, digits: number])[] = [
${rows.join('\n')}
]

/** Every active currency of ISO 4217 that has a minor unit, by code. */
export const currencies: readonly Readonly<Currency>[] = rows.map(
  ([code, name, symbol, symbol_native, decimal_digits]) => ({
    code,
    name,
    symbol,
    symbol_native,
    decimal_digits,
    rounding: 0,
  }),
)
`)
