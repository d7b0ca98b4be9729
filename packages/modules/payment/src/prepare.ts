import { type Container, Database } from '@stoa/kernel'
import { PaymentProviders } from './payment-providers.ts'

/** Every installed provider has a row, so that regions can be joined to it. */
export async function prepare(container: Container): Promise<void> {
  await container
    .resolve(Database)
    .query(
      `insert into stoa_payment.payment_provider (id) select unnest($1::text[]) on conflict (id) do nothing`,
      [container.resolve(PaymentProviders).ids],
    )
}
