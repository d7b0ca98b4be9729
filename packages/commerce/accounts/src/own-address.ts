import { CustomerService } from '@stoa/customer'
import { type Container, StoaError } from '@stoa/kernel'

/**
 * Fails unless the address is of this customer. Of anybody else's it is as if there were none.
 *
 * @throws StoaError `not_found`
 */
export async function assertOwnAddress(container: Container, customer_id: string, id: string): Promise<void> {
  const [own] = await container.resolve(CustomerService).listCustomerAddresses({ id, customer_id })
  if (!own) throw new StoaError('not_found', `CustomerAddress with id: ${id} was not found`)
}
