import type { Container } from '@stoa/kernel'
import { type OpenChange, OrderService, type ReplacementKind } from '@stoa/order'
import { type FieldRules, Query } from '@stoa/query'
import { readOne } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { claimFields, exchangeFields } from '../admin/replacement-fields.ts'
import type { ChangeKind } from './change-kind.ts'
import { readReturn } from './kinds-of-return.ts'
import { readPreview } from './read-preview.ts'

/** An exchange or a claim, as its routes deal with it. */
export interface Replacement {
  kind: ReplacementKind
  entity: string
  key: 'exchange_id' | 'claim_id'
  fields: FieldRules
}

export const exchange: Replacement = {
  kind: 'exchange',
  entity: 'order_exchange',
  key: 'exchange_id',
  fields: exchangeFields,
}

export const claim: Replacement = {
  kind: 'claim',
  entity: 'order_claim',
  key: 'claim_id',
  fields: claimFields,
}

/** The order that an exchange or a claim is of. */
export const orderOf = async (container: Container, { entity }: Replacement, id: string): Promise<string> =>
  (await container.resolve(Query).retrieve<{ order_id: string }>(entity, id, { fields: ['order_id'] }))
    .order_id

/** An exchange or a claim, as an answer shows it. */
export async function readReplacement(
  request: FastifyRequest,
  { entity, kind, fields }: Replacement,
  id: string,
): Promise<Record<string, unknown>> {
  return JSON.parse(await readOne(request, { entity, key: kind, id, fields }))
}

/** The return of an exchange or a claim, as an answer shows it; nothing where no goods go back. */
export async function readReturnOf(
  request: FastifyRequest,
  { entity }: Replacement,
  id: string,
): Promise<Record<string, unknown>> {
  const { return_id } = await request.container
    .resolve(Query)
    .retrieve<{ return_id: string | null }>(entity, id, { fields: ['return_id'] })
  return return_id === null ? {} : readReturn(request, return_id)
}

type Show = (request: FastifyRequest, id: string) => Promise<Record<string, unknown>>

/** The change in which an exchange or a claim is put together; its routes show this of it beside the preview. */
const kindOf = (replacement: Replacement, show: Show): ChangeKind => ({
  order: (container, id) => orderOf(container, replacement, id),
  lock: async (container, id) => {
    const { kind, key } = replacement
    const orderId = await orderOf(container, replacement, id)
    return container.resolve(OrderService).lockOpenChange(orderId, kind, { [key]: id })
  },
  answer: async (request, change) => ({
    order_preview: await readPreview(request.container, change.order_id),
    ...(await show(request, change[replacement.key] as string)),
  }),
})

/** What goes to the buyer with it. */
export const outbound = (replacement: Replacement): ChangeKind =>
  kindOf(replacement, (request, id) => readReplacement(request, replacement, id))

/** What goes back with it. */
export const inbound = (replacement: Replacement): ChangeKind =>
  kindOf(replacement, (request, id) => readReturnOf(request, replacement, id))

/** The return that goods of an open exchange or claim go back with. */
export const returnOf =
  (container: Container) =>
  (change: OpenChange, body: { location_id?: string } = {}): Promise<string> =>
    container.resolve(OrderService).returnOfReplacement(change, body.location_id)
