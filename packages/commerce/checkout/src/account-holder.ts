import { type Container, Database } from '@stoa/kernel'
import { PaymentProviders, PaymentService, type ProviderData } from '@stoa/payment'
import { createLinks, type ResultRow } from '@stoa/query'
import { customerAccountHolder } from './links.ts'

/** What has to be read of a cart's customer for {@link payerOf}. */
export const payerFields = [
  'id',
  'email',
  'first_name',
  'last_name',
  'company_name',
  'phone',
  'has_account',
  'account_holders.provider_id',
  'account_holders.data',
]

/**
 * What a provider is told of who pays. A customer with an account becomes known to a provider that keeps customers with their
 * first payment there, so that they find the ways to pay they saved. Guests stay unknown.
 *
 * @param customer of the cart, with the {@link payerFields}
 * @returns `customer` and `account_holder` as far as there are any
 */
export async function payerOf(
  container: Container,
  customer: ResultRow | null,
  provider_id: string,
): Promise<ProviderData> {
  if (!customer?.has_account) return {}
  const { account_holders, has_account, ...known } = customer
  const present = (account_holders as ResultRow[]).find((holder) => holder.provider_id === provider_id)
  const data = present?.data ?? (await becomeKnown(container, known, provider_id))
  return { customer: known, ...(data ? { account_holder: data } : {}) }
}

/** Two payments begun at once make one account: the provider is asked under one key, and the rows are unique. */
async function becomeKnown(
  container: Container,
  customer: ResultRow,
  provider_id: string,
): Promise<ProviderData | undefined> {
  const { createAccountHolder } = container.resolve(PaymentProviders).get(provider_id)
  if (!createAccountHolder) return undefined
  const holder = await container.resolve(PaymentService).createAccountHolder(provider_id, customer as never)
  await createLinks(container.resolve(Database), customerAccountHolder, [
    { customer_id: customer.id, account_holder_id: holder.id },
  ])
  return holder.data as ProviderData
}
