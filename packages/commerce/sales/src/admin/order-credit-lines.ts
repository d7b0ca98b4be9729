import { decimal, metadata, nullable, type StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf } from '@stoa/rest'
import { Type } from 'typebox'
import { followDifference, lockCollections } from '../changes/follow-difference.ts'
import { emitOrder } from '../emit-order.ts'
import { orderActions } from './order-actions.ts'

const creditLine = Type.Object({
  amount: decimal(),
  reference: Type.String({ minLength: 1, description: 'What it is for, such as gift_card.' }),
  reference_id: Type.String({ minLength: 1 }),
  metadata: Type.Optional(nullable(metadata())),
})

/** What is taken off what is owed for an order. */
export async function adminOrderCreditLines(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  orderActions(app).action('/credit-lines', creditLine, async (line, request, id) => {
    const { container } = request
    await lockCollections(container, id)
    await orders.addCreditLine(id, line, actorOf(request).id)
    await followDifference(container, id, { begins: false })
    await emitOrder(container, 'order.updated', id)
  })
}
