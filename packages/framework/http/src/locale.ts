import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { isUnder } from './door.ts'

/**
 * The language in which a storefront wants to be answered: `?locale=de-DE`, or the header `x-medusa-locale`. The admin reads what
 * was written, whatever it says.
 *
 * @returns a BCP 47 tag; undefined where none is asked for. A header that is none counts for nothing: clients send empty ones
 * @throws StoaError `invalid_data` for a query that has no language tag
 */
export function localeOf(request: FastifyRequest): string | undefined {
  if (!isUnder('store', request.routeOptions.url ?? '')) return undefined
  const { locale } = request.query as { locale?: unknown }
  if (locale === undefined || locale === '') return languageTag(request.headers['x-medusa-locale'])
  const asked = languageTag(locale)
  if (asked !== undefined) return asked
  throw new StoaError(
    'invalid_data',
    `Invalid request: Field 'locale' must be a language tag, such as de-DE; ${JSON.stringify(locale).slice(0, 40)} is none.`,
  )
}

/** A language tag in the form BCP 47 writes it, `de-de` → `de-DE`; undefined for what is none. */
export function languageTag(tag: unknown): string | undefined {
  if (typeof tag !== 'string' || tag === '') return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}
