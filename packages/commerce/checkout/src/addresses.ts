import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { assertWithin, type SellingRegion } from '@stoa/settings'
import type { FastifyRequest } from 'fastify'

const COLUMNS = `first_name last_name phone company address_1 address_2 city country_code province postal_code
  metadata`.split(/\s+/)

/** An address as a client sends it: itself, or the id of one in the customer's address book. */
export type GivenAddress = string | Record<string, unknown> | undefined

/**
 * The columns of an address for a cart.
 *
 * @throws StoaError `not_found` for one that is not in the asker's own address book
 */
export async function addressColumns(
  request: FastifyRequest,
  given: GivenAddress,
): Promise<Record<string, unknown> | undefined> {
  const address =
    typeof given === 'string' ? await fromBook(request.container, given, request.asker.actor?.id) : given
  if (!address) return undefined
  const columns = Object.fromEntries(
    COLUMNS.filter((name) => address[name] !== undefined).map((name) => [name, address[name]]),
  )
  if (typeof columns.country_code === 'string') columns.country_code = columns.country_code.toLowerCase()
  return columns
}

async function fromBook(container: Container, id: string, customerId: string | undefined) {
  const address = await container
    .resolve(Query)
    .first('customer_address', { filters: { id, customer_id: customerId ?? [] } })
  if (!address) throw new StoaError('not_found', `Address with id: ${id} was not found in your address book`)
  return address
}

/** Addresses for a cart: where a region has one country, that is where it ships to unless told otherwise. */
export function shippingDefault(region: SellingRegion, address: Record<string, unknown> | undefined) {
  assertWithin(region, address?.country_code)
  const [only, ...others] = region.countries
  if (address || !only || others.length > 0) return address
  return { country_code: only.iso_2 }
}
