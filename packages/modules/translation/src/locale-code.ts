import { StoaError } from '@stoa/kernel'

/**
 * A language tag in the form BCP 47 writes it: `de-de` → `de-DE`.
 *
 * @throws StoaError `invalid_data` for what is no language tag
 */
export function localeCode(code: string): string {
  try {
    return Intl.getCanonicalLocales(code)[0] as string
  } catch {
    throw new StoaError(
      'invalid_data',
      `The locale_code ${JSON.stringify(code.slice(0, 40))} is no language tag such as de-DE.`,
    )
  }
}
