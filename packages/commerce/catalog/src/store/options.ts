import type { StoaServer } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'

const filters = {
  q: Type.String(),
  id: words(),
  title: words(),
  is_exclusive: Type.Boolean(),
  ...moments(),
}

/** The ways in which products differ, as a storefront sees them. */
export async function storeProductOptions(app: StoaServer): Promise<void> {
  const options = resource(app, {
    path: '/store/product-options',
    entity: 'product_option',
    fields: fieldRules(
      'id title is_exclusive *values created_at updated_at metadata',
      'values.id values.value',
    ),
  })
  options.list({ default_limit: 50, filters })
  options.retrieve()
}
