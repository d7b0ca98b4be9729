import { CustomerService } from '@stoa/customer'
import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'

/** Who a draft is for. */
export interface DraftBuyer {
  customer_id: string | null
  email: string | null
  customer_group_ids: string[]
}

interface Customer {
  id: string
  email: string | null
  groups: { id: string }[]
}

/**
 * The customer that is named, or else the guest with the e-mail address, who is found or made.
 *
 * @throws StoaError `not_found` for a customer that is not there
 */
export async function draftBuyer(
  container: Container,
  { customer_id, email }: { customer_id?: string | null | undefined; email?: string | null | undefined },
): Promise<DraftBuyer> {
  const id = customer_id ?? (email ? await guestOf(container, email) : null)
  if (id === null) return { customer_id: null, email: email ?? null, customer_group_ids: [] }
  const customer = await container.resolve(Query).first<Customer & Record<string, unknown>>('customer', {
    fields: ['id', 'email', 'groups.id'],
    filters: { id },
  })
  if (!customer) throw new StoaError('not_found', `Customer with id: ${id} was not found`)
  return {
    customer_id: customer.id,
    // A guest is known by the address in the form in which it is kept.
    email: customer_id ? (email ?? customer.email) : customer.email,
    customer_group_ids: customer.groups.map((group) => group.id),
  }
}

const guestOf = async (container: Container, email: string): Promise<string> =>
  (await container.resolve(CustomerService).findOrCreateGuest(email)).id
