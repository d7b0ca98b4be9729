import { dateFilter, filter, metadata, nullable, type StoaServer } from '@stoa/http'
import { InventoryService } from '@stoa/inventory'
import { actorOf, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { reservationFields } from './fields.ts'
import { numbers, promised, strict, words } from './schemas.ts'

const filters = {
  q: Type.String(),
  location_id: words(),
  inventory_item_id: words(),
  line_item_id: words(),
  created_by: words(),
  description: filter(Type.String()),
  quantity: numbers(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const described = {
  description: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
}

const newReservation = Type.Object(
  {
    line_item_id: Type.Optional(nullable(Type.String())),
    location_id: Type.String(),
    inventory_item_id: Type.String(),
    quantity: promised(),
    ...described,
  },
  strict,
)

const reservationChange = Type.Object(
  {
    location_id: Type.Optional(Type.String()),
    quantity: Type.Optional(promised()),
    ...described,
  },
  strict,
)

/** What is promised to whom, as the admin keeps it. */
export async function adminReservations(app: StoaServer): Promise<void> {
  const inventory = app.container.resolve(InventoryService)
  const reservations = resource(app, {
    path: '/admin/reservations',
    entity: 'reservation_item',
    key: 'reservation',
    fields: reservationFields,
    event: 'reservation-item',
  })
  reservations.list({ default_limit: 20, filters, logical: false })
  reservations.retrieve()
  reservations.create(newReservation, async (body, request) => {
    const row = { ...body, created_by: actorOf(request).id } as never
    const [made] = await inventory.createReservationItems([row])
    return made as { id: string }
  })
  reservations.update(reservationChange, (body, _request, id) =>
    inventory.updateReservationItems([{ ...body, id } as never]),
  )
  reservations.delete((id) => inventory.deleteReservationItems(id))
}
