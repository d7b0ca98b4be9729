import { decimal, metadata, nullable, type StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf } from '@stoa/rest'
import { Type } from 'typebox'
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
    await orders.addCreditLine(id, line, actorOf(request).id)
    await emitOrder(request.container, 'order.updated', id)
  })
}
