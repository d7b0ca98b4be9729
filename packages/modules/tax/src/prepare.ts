import { type Container, Database } from '@stoa/kernel'
import { TaxProviders } from './tax-providers.ts'

/** Sees to it that every registered provider has its row. One that was disabled stays so. */
export async function prepare(container: Container): Promise<void> {
  await container
    .resolve(Database)
    .query('insert into stoa_tax.tax_provider (id) select unnest($1::text[]) on conflict (id) do nothing', [
      container.resolve(TaxProviders).ids,
    ])
}
