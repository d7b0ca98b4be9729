import type { StoaServer } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { words } from '../named-things.ts'

/** Who can compute the taxes of a region. */
export async function adminTaxProviders(app: StoaServer): Promise<void> {
  const providers = resource(app, {
    path: '/admin/tax-providers',
    entity: 'tax_provider',
    fields: fieldRules('id is_enabled'),
  })
  providers.list({ default_limit: 20, filters: { id: words(), is_enabled: Type.Boolean() } })
}
