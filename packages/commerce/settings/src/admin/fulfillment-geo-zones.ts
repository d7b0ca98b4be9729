import { geoZoneTypes } from '@stoa/fulfillment'
import { metadata } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { type Static, Type } from 'typebox'

/** A part of the world in a body. What it needs beside the country depends on its type: see {@link geoZoneRow}. */
export const newGeoZone = Type.Object({
  type: Type.Enum([...geoZoneTypes]),
  country_code: Type.String({ minLength: 1 }),
  province_code: Type.Optional(Type.String({ minLength: 1 })),
  city: Type.Optional(Type.String({ minLength: 1 })),
  postal_expression: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  metadata: Type.Optional(metadata()),
})

/** A part of the world in a body that may name one there is. */
export const geoZone = Type.Object({ ...newGeoZone.properties, id: Type.Optional(Type.String()) })

type GeoZoneBody = Static<typeof geoZone>

const NEEDS = {
  country: [],
  province: ['province_code'],
  city: ['province_code', 'city'],
  zip: ['province_code', 'city', 'postal_expression'],
} as const

/**
 * The columns of a geo zone: what its type does not need is empty.
 *
 * @throws StoaError `invalid_data` that names what the type needs and the body lacks
 */
export function geoZoneRow(zone: GeoZoneBody, index: number) {
  const { id, type, country_code, metadata } = zone
  const needs: readonly string[] = NEEDS[type]
  const missing = NEEDS[type].filter((name) => zone[name] === undefined)
  if (missing.length > 0) {
    const sentences = missing.map((name) => `Field 'geo_zones.${index}.${name}' is required`)
    throw new StoaError(
      'invalid_data',
      `Invalid request: ${sentences.join('; ')} for a geo zone of type ${type}.`,
    )
  }
  const only = <Name extends keyof GeoZoneBody>(name: Name) => (needs.includes(name) ? zone[name] : null)
  return {
    ...(id === undefined ? {} : { id }),
    type,
    country_code,
    province_code: only('province_code'),
    city: only('city'),
    postal_expression: only('postal_expression'),
    metadata,
  }
}
