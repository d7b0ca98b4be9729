import { Events } from '@stoa/events'
import type { Container } from '@stoa/kernel'

/** Tells that something happened to an order. */
export async function emitOrder(container: Container, name: string, id: string): Promise<void> {
  await container.resolve(Events).emit(name, { id })
}
