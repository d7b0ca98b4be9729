import { metadata, nullable, type StoaServer } from '@stoa/http'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { dismissLinks, type Filters } from '@stoa/query'
import { fieldRules, resource } from '@stoa/rest'
import { SalesChannelService } from '@stoa/sales-channel'
import { StoreService } from '@stoa/store'
import { Type } from 'typebox'
import { salesChannelStockLocation } from '../links.ts'
import { moments, words } from '../named-things.ts'

const filters = {
  q: Type.String(),
  id: words(),
  name: words(),
  description: Type.String(),
  is_disabled: Type.Boolean(),
  ...moments(),
}

const channel = Type.Object({
  name: Type.String(),
  description: Type.Optional(nullable(Type.String())),
  is_disabled: Type.Optional(Type.Boolean()),
  metadata: Type.Optional(metadata()),
})

/** Sales channels as the admin keeps them. */
export async function adminSalesChannels(app: StoaServer): Promise<void> {
  const channels = resource(app, {
    path: '/admin/sales-channels',
    entity: 'sales_channel',
    object: 'sales-channel',
    fields: fieldRules('id name description is_disabled created_at updated_at deleted_at metadata'),
    event: 'sales-channel',
  })
  channels.list({
    default_limit: 20,
    filters,
    more: { location_id: Type.Optional(words()), publishable_key_id: Type.Optional(words()) },
    where: throughLinks,
  })
  channels.retrieve()
  channels.create(channel, ({ name, description, is_disabled, metadata }, { container }) =>
    container
      .resolve(SalesChannelService)
      .createSalesChannels({ name, description, is_disabled, metadata } as never),
  )
  channels.update(Type.Partial(channel), ({ name, description, is_disabled, metadata }, { container }, id) =>
    container
      .resolve(SalesChannelService)
      .updateSalesChannels({ id, name, description, is_disabled, metadata } as never),
  )
  channels.delete((id, { container }) => removeSalesChannel(container, id))
}

/** What the list is narrowed to beyond the channels' own columns. */
function throughLinks(conditions: Filters, query: Record<string, unknown>): Filters {
  const { location_id, publishable_key_id } = query
  const beyond = {
    ...(location_id === undefined ? {} : { stock_locations: { id: location_id } }),
    ...(publishable_key_id === undefined ? {} : { publishable_api_keys: { id: publishable_key_id } }),
  }
  return { $and: [conditions, beyond] }
}

/** @throws StoaError `not_allowed` for a store's default channel: its carts would have none */
async function removeSalesChannel(container: Container, id: string): Promise<void> {
  const [store] = await container.resolve(StoreService).listStores({ default_sales_channel_id: id })
  if (store) {
    throw new StoaError(
      'not_allowed',
      `Sales channel ${id} is the default of the store ${store.name}. Choose another default first.`,
    )
  }
  await container.resolve(SalesChannelService).softDeleteSalesChannels(id)
  await dismissLinks(container.resolve(Database), salesChannelStockLocation, { sales_channel_id: id })
}
