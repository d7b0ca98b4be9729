import { Events } from '@stoa/events'
import type { Container } from '@stoa/kernel'
import type { OpenChange } from '@stoa/order'

/** Tells that an edit was asked for, confirmed or given up. */
export async function tellOfEdit(
  container: Container,
  what: 'requested' | 'confirmed' | 'canceled',
  { id, order_id }: OpenChange,
  more: object = {},
): Promise<void> {
  await container.resolve(Events).emit(`order-edit.${what}`, { id, order_id, ...more })
}
