import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { assertWithin, type SellingRegion } from '@stoa/settings'

const COLUMNS = `first_name last_name phone company address_1 address_2 city country_code province postal_code
  metadata`.split(/\s+/)

/** An address as a client sends it: itself, or the id of one in the customer's address book. */
export type GivenAddress = string | Record<string, unknown> | undefined

/**
 * The columns of an address for a cart or an order.
 *
 * @param customerId whose address book it may be in
 * @throws StoaError `not_found` for one that is not there
 */
export async function addressColumns(
  container: Container,
  given: GivenAddress,
  customerId: string | null | undefined,
): Promise<Record<string, unknown> | undefined> {
  const address = typeof given === 'string' ? await fromBook(container, given, customerId) : given
  if (!address) return undefined
  const columns = Object.fromEntries(
    COLUMNS.filter((name) => address[name] !== undefined).map((name) => [name, address[name]]),
  )
  if (typeof columns.country_code === 'string') columns.country_code = columns.country_code.toLowerCase()
  return columns
}

async function fromBook(container: Container, id: string, customerId: string | null | undefined) {
  const address = await container
    .resolve(Query)
    .first('customer_address', { filters: { id, customer_id: customerId ?? [] } })
  if (!address)
    throw new StoaError(
      'not_found',
      `Address with id: ${id} was not found in the address book of ${customerId ?? 'anybody: there is no customer'}`,
    )
  return address
}

/** Where goods are to go: where a region has one country, that is where it ships to unless told otherwise. */
export function shippingDefault(region: SellingRegion, address: Record<string, unknown> | undefined) {
  assertWithin(region, address?.country_code)
  const [only, ...others] = region.countries
  if (address || !only || others.length > 0) return address
  return { country_code: only.iso_2 }
}
