import type { Container } from '@stoa/kernel'
import { type ChangeType, OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { readOne } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { adminReturnFields } from '../admin/return-fields.ts'
import type { ChangeKind } from './change-kind.ts'
import { readPreview } from './read-preview.ts'

/** The order that a return is of. */
export const orderOfReturn = async (container: Container, id: string): Promise<string> =>
  (await container.resolve(Query).retrieve<{ order_id: string }>('return', id, { fields: ['order_id'] }))
    .order_id

/** A return, as an answer shows it. */
export async function readReturn(request: FastifyRequest, id: string): Promise<Record<string, unknown>> {
  return JSON.parse(
    await readOne(request, { entity: 'return', key: 'return', id, fields: adminReturnFields }),
  )
}

const kind = (changeType: ChangeType): ChangeKind => ({
  order: orderOfReturn,
  lock: async (container, id) => {
    const orders = container.resolve(OrderService)
    const { order_id } = await orders.lockReturn(id)
    return orders.lockOpenChange(order_id, changeType, { return_id: id })
  },
  answer: async (request, { order_id, return_id }) => ({
    order_preview: await readPreview(request.container, order_id),
    ...(await readReturn(request, return_id as string)),
  }),
})

/** Goods are asked back. */
export const returnRequest = kind('return_request')

/** Goods that were asked back come. */
export const returnReceipt = kind('return_receive')
