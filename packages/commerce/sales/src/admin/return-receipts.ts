import { metadata, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { actorOf, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { changeStep, idOf } from '../changes/change-kind.ts'
import { followDifference, lockCollections } from '../changes/follow-difference.ts'
import { orderOfReturn, readReturn, returnReceipt } from '../changes/kinds-of-return.ts'
import { readOrderOfChange } from '../changes/read-order-of-change.ts'
import { receiptRoutes } from '../changes/receipt-routes.ts'
import { oneOfMany as querystring } from '../changes/return-query.ts'
import { no_notification } from '../changes/schemas.ts'
import { restockReceived } from '../returns/restock-received.ts'
import { tellOfReturn } from '../workflows/request-return.ts'

const PATH = '/admin/returns/:id'

const beginning = Type.Object({
  internal_note: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  metadata: Type.Optional(metadata()),
})

/** A return whose goods can come. */
const COMING = ['requested', 'partially_received']

/** Goods of a return come back, whole or damaged; whole ones go into the stock and are no longer to be paid for. */
export async function adminReturnReceipts(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  const params = Type.Object({ id: Type.String() })

  app.post(`${PATH}/receive`, { schema: { params, body: beginning, querystring } }, (request) =>
    transaction(request, async () => {
      const { id, order_id, status } = await orders.lockReturn(idOf(request))
      if (!COMING.includes(status)) {
        throw new StoaError(
          'invalid_data',
          `Return ${id} is ${status}: only goods that are asked back can be received.`,
        )
      }
      const by = actorOf(request).id
      await orders.openChange({ ...request.body, order_id, change_type: 'return_receive', return_id: id, by })
      return {
        order: await readOrderOfChange(request.container, order_id),
        ...(await readReturn(request, id)),
      }
    }),
  )

  receiptRoutes(app, `${PATH}/receive-items`, returnReceipt, 'RECEIVE_RETURN_ITEM')
  receiptRoutes(app, `${PATH}/dismiss-items`, returnReceipt, 'RECEIVE_DAMAGED_RETURN_ITEM')

  app.post(
    `${PATH}/receive/confirm`,
    { schema: { params, body: Type.Object({ no_notification }), querystring } },
    (request) =>
      transaction(request, async () => {
        const { container, body } = request
        const return_id = idOf(request)
        const order_id = await orderOfReturn(container, return_id)
        await lockCollections(container, order_id)
        const open = await returnReceipt.lock(container, return_id)
        const { received } = await orders.confirmReceipt(open, actorOf(request).id)
        await restockReceived(container, await orders.lockReturn(return_id), received)
        await followDifference(container, order_id)
        await tellOfReturn(container, 'return_received', { order_id, return_id, ...body })
        return returnReceipt.answer(request, open)
      }),
  )

  app.delete(`${PATH}/receive`, { schema: { params } }, async (request) => {
    await changeStep(request, { ...returnReceipt, answer: async () => ({}) }, (open) =>
      orders.cancelChange(open, actorOf(request).id),
    )
    return { id: idOf(request), object: 'return', deleted: true }
  })
}
