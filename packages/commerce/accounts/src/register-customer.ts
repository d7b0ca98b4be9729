import { AuthService } from '@stoa/auth'
import { type Customer, CustomerService } from '@stoa/customer'
import { Events } from '@stoa/events'
import { type Container, createId, Database, type Row, StoaError } from '@stoa/kernel'

/** What a customer says about themselves. */
export interface CustomerDetails {
  company_name?: string | null
  first_name?: string | null
  last_name?: string | null
  phone?: string | null
  metadata?: Record<string, unknown> | null
}

/** Who registers. */
export interface NewAccount extends CustomerDetails {
  /** Default: the address the identity signs in with. */
  email?: string | null
}

/**
 * Makes a customer with an account and says that the identity is that customer: both, or nothing.
 *
 * @throws StoaError `invalid_data` where the identity is a customer already, or the address is another customer's
 */
export async function registerCustomer(
  container: Container,
  authIdentityId: string,
  { email, ...details }: NewAccount,
): Promise<Row<Customer>> {
  return container.resolve(Database).transaction(async () => {
    const id = createId('cus')
    // First, as it locks the identity: of two that register it at once, the second fails here.
    await container.resolve(AuthService).setActor(authIdentityId, 'customer', id)
    const customer = await container.resolve(CustomerService).createCustomers({
      ...details,
      id,
      email: email ?? (await addressOf(container, authIdentityId)),
      has_account: true,
    })
    await container.resolve(Events).emit('customer.created', { id })
    return customer
  })
}

async function addressOf(container: Container, auth_identity_id: string): Promise<string> {
  const [identity] = await container
    .resolve(AuthService)
    .listProviderIdentities({ auth_identity_id, provider: 'emailpass' })
  if (identity) return identity.entity_id
  throw new StoaError(
    'invalid_data',
    "Field 'email' is required: you did not sign in with an e-mail address.",
  )
}
