import { filtersOf, listQuery, type StoaServer } from '@stoa/http'
import { InventoryService } from '@stoa/inventory'
import { Query } from '@stoa/query'
import { checkReach, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { exportInventoryItems } from '../export-inventory-items.ts'
import { changeLevels } from '../levels.ts'
import { itemFields } from './fields.ts'
import { itemFields as described, numbers, quantities, strict, words } from './schemas.ts'

const level = Type.Object({ location_id: Type.String(), ...quantities }, strict)
const newItem = Type.Object({ ...described, location_levels: Type.Optional(Type.Array(level)) }, strict)

const filters = {
  q: Type.String(),
  id: words(),
  sku: words(),
  origin_country: words(),
  mid_code: words(),
  hs_code: words(),
  material: words(),
  requires_shipping: Type.Boolean(),
  weight: numbers(),
  length: numbers(),
  height: numbers(),
  width: numbers(),
  location_levels: Type.Partial(Type.Object({ location_id: words() }), strict),
}

/** What the shop counts, as the admin keeps it. */
export async function adminInventoryItems(app: StoaServer): Promise<void> {
  const inventory = app.container.resolve(InventoryService)
  const items = resource(app, {
    path: '/admin/inventory-items',
    entity: 'inventory_item',
    fields: itemFields,
    event: 'inventory-item',
  })
  items.list({ default_limit: 20, filters })
  items.retrieve()
  items.create(newItem, async ({ location_levels = [], ...item }, { container }) => {
    const created = await inventory.createInventoryItems(item)
    await changeLevels(container, {
      create: location_levels.map((row) => ({ ...row, inventory_item_id: created.id })),
    })
    return created
  })
  items.update(Type.Object(described, strict), (body, _request, id) =>
    inventory.updateInventoryItems({ ...body, id }),
  )
  items.action('/location-levels', level, (body, { container }, id) =>
    changeLevels(container, { create: [{ ...body, inventory_item_id: id }] }),
  )
  items.delete((id) => inventory.removeItems([id]))

  const querystring = listQuery({ default_limit: 20, filters })
  const config = { permission: 'inventory_item:read' }
  app.post('/admin/inventory-items/export', { schema: { querystring }, config }, async (request, reply) => {
    const { container, query } = request
    const asked = filtersOf(query, Object.keys(filters) as never[])
    checkReach(request, 'inventory_item', { fields: [], own: [], filters: asked })
    // Whoever asks hears at once of filters that mean nothing.
    await container.resolve(Query).count('inventory_item', { filters: asked })
    const transaction_id = await exportInventoryItems.request(container, { filters: asked })
    return reply.status(202).send({ transaction_id })
  })
}
