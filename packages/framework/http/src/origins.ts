/** Origins: a list, or one text with commas. `/…/` is a regular expression; `*` is everyone, but without cookies. */
export type Origins = string | readonly string[]

/** Which browser apps may call which area. None may call an area that is left out. */
export interface CorsOptions {
  store?: Origins
  admin?: Origins
  auth?: Origins
}

/** What an area's origins must match; `*` for everyone. */
export type AllowedOrigins = ReadonlyMap<string, '*' | (string | RegExp)[]>

/** Reads the configuration. */
export function allowedOrigins(options: CorsOptions = {}): AllowedOrigins {
  const areas = Object.entries(options) as [string, Origins][]
  return new Map(
    areas.map(([area, origins]) => {
      const list = toList(origins)
      return [area, list.includes('*') ? '*' : list.map(toMatcher)]
    }),
  )
}

/** The area of a path: `/store/carts` → `store`. */
export const areaOf = (url: string): string => url.split(/[/?]/, 2)[1] ?? ''

const toList = (origins: Origins): string[] =>
  (typeof origins === 'string' ? origins.split(',') : [...origins])
    .map((origin) => origin.trim())
    .map((origin) => (origin.startsWith('/') ? origin : origin.replace(/\/$/, '')))
    .filter((origin) => origin !== '')

const toMatcher = (origin: string): string | RegExp =>
  origin.length > 2 && origin.startsWith('/') && origin.endsWith('/')
    ? new RegExp(origin.slice(1, -1))
    : origin
