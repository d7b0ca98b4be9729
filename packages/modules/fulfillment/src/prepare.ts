import { type Container, createId, Database } from '@stoa/kernel'
import { FulfillmentProviders } from './fulfillment-providers.ts'

/** Sees to it that every registered provider has its row, and that there is a default shipping profile. */
export async function prepare(container: Container): Promise<void> {
  await container.resolve(Database).query(
    `with provider as (
       insert into stoa_fulfillment.fulfillment_provider (id) select unnest($1::text[]) on conflict (id) do nothing
     )
     insert into stoa_fulfillment.shipping_profile (id, name, type)
     select $2, 'Default Shipping Profile', 'default'
     where not exists (
       select from stoa_fulfillment.shipping_profile where type = 'default' and deleted_at is null)
     on conflict do nothing`,
    [container.resolve(FulfillmentProviders).ids, createId('sp')],
  )
}
