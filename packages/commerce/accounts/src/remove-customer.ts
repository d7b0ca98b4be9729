import { AuthService } from '@stoa/auth'
import { CustomerService } from '@stoa/customer'
import type { Container } from '@stoa/kernel'

/**
 * Takes a customer out of the shop with all addresses. Who signed in as that customer is signed out, and nobody any more:
 * they may become another customer. Runs in the open transaction.
 */
export async function removeCustomer(container: Container, id: string): Promise<void> {
  await container.resolve(CustomerService).softDeleteCustomers(id)
  await container.resolve(AuthService).removeActor('customer', id)
}
