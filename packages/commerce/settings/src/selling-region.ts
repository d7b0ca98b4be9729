import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'

/** A region as what is sold in it needs it. */
export interface SellingRegion {
  id: string
  name: string
  currency_code: string
  automatic_taxes: boolean
  countries: { iso_2: string }[]
}

/**
 * The region that something is sold in.
 *
 * @throws StoaError `not_found`
 */
export function findRegion(container: Container, id: string): Promise<SellingRegion> {
  return container.resolve(Query).retrieve<SellingRegion & Record<string, unknown>>('region', id, {
    fields: ['id', 'name', 'currency_code', 'automatic_taxes', 'countries.iso_2'],
  })
}

/**
 * Checks that an address lies in the region.
 *
 * @throws StoaError `invalid_data` naming the country
 */
export function assertWithin(region: SellingRegion, country: unknown): void {
  if (typeof country !== 'string' || country === '') return
  if (!region.countries.some(({ iso_2 }) => iso_2 === country.toLowerCase())) {
    throw new StoaError('invalid_data', `Country with code ${country} is not within region ${region.name}`)
  }
}
