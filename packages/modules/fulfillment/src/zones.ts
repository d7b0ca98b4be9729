import type { geoZoneTypes } from './entities/geo-zone.ts'

/** Where a parcel is to go. Codes and names in any case. */
export interface Destination {
  country_code?: string | null
  province_code?: string | null
  city?: string | null
  postal_code?: string | null
}

/** A part of the world. */
export interface Zone {
  type: (typeof geoZoneTypes)[number]
  country_code: string
  province_code: string | null
  city: string | null
  /** `{ type: 'regex', exp }`, or postal codes. */
  postal_expression: unknown
}

const same = (wanted: string | null, actual: string | null | undefined) =>
  wanted?.trim().toLowerCase() === (actual ?? '').trim().toLowerCase()

/** `qc` and `ca-qc` name the same province. */
function sameProvince({ country_code, province_code }: Zone, actual: string | null | undefined): boolean {
  const short = (code: string | null | undefined) => {
    const text = (code ?? '').trim().toLowerCase()
    const prefix = `${country_code.toLowerCase()}-`
    return text.startsWith(prefix) ? text.slice(prefix.length) : text
  }
  return short(province_code) === short(actual)
}

/** Whether the zone holds the destination. What a zone leaves open, such as the province of a city, it does not ask for. */
export function holdsDestination(zone: Zone, destination: Destination): boolean {
  if (!same(zone.country_code, destination.country_code)) return false
  if (zone.type === 'country') return true
  const needsProvince = zone.type === 'province' || Boolean(zone.province_code)
  if (needsProvince && !sameProvince(zone, destination.province_code)) return false
  if (zone.type === 'province') return true
  const needsCity = zone.type === 'city' || Boolean(zone.city)
  if (needsCity && !same(zone.city ?? '', destination.city)) return false
  return zone.type === 'city' || matchesPostalCode(zone.postal_expression, destination.postal_code)
}

/** The longest postal code there is to match; a shop's pattern never runs on more. */
const LONGEST_POSTAL_CODE = 20

function matchesPostalCode(expression: unknown, postalCode: string | null | undefined): boolean {
  const code = (postalCode ?? '').trim()
  if (code === '' || code.length > LONGEST_POSTAL_CODE) return false
  if (typeof expression === 'string') return same(expression, code)
  if (Array.isArray(expression)) return expression.some((one) => matchesPostalCode(one, code))
  if (typeof expression !== 'object' || expression === null) return false
  const { exp, values } = expression as { exp?: unknown; values?: unknown }
  if (typeof exp === 'string') return matchesPattern(exp, code)
  return values !== undefined && matchesPostalCode(values, code)
}

function matchesPattern(pattern: string, code: string): boolean {
  try {
    return new RegExp(pattern, 'i').test(code)
  } catch {
    // A pattern that was mistyped matches nowhere; buyers elsewhere still get their options.
    return false
  }
}
