import { metadata, nullable, type StoaServer } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { type Static, Type } from 'typebox'
import { changeStore } from '../change-store.ts'
import { words } from '../named-things.ts'

const reference = () => Type.Optional(nullable(Type.String()))

const currency = Type.Object({
  currency_code: Type.String(),
  is_default: Type.Optional(Type.Boolean()),
  is_tax_inclusive: Type.Optional(Type.Boolean()),
})

const store = Type.Object({
  name: Type.Optional(Type.String()),
  supported_currencies: Type.Optional(Type.Array(currency)),
  supported_locales: Type.Optional(Type.Array(Type.Object({ locale_code: Type.String() }))),
  default_sales_channel_id: reference(),
  default_region_id: reference(),
  default_location_id: reference(),
  metadata: Type.Optional(metadata()),
})

/** What a store's change may say. */
export type StoreChange = Static<typeof store>

/** The shop itself, with what applies where nothing else was said. */
export async function adminStores(app: StoaServer): Promise<void> {
  const stores = resource(app, {
    path: '/admin/stores',
    entity: 'store',
    fields: fieldRules(
      `id name *supported_currencies *supported_currencies.currency default_sales_channel_id default_region_id
        default_location_id metadata created_at updated_at`,
    ),
  })
  stores.list({ default_limit: 50, filters: { q: Type.String(), id: words(), name: words() } })
  stores.retrieve()
  stores.update(store, (body, { container }, id) => changeStore(container, id, body))
}
