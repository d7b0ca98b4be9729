import { email, type StoaServer } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { actorOf } from '@stoa/rest'
import { Type } from 'typebox'
import { requestTransfer, transferToGuest } from '../transfers.ts'
import { orderActions } from './order-actions.ts'

const notes = {
  description: Type.Optional(Type.String()),
  internal_note: Type.Optional(Type.String()),
}

const transfer = Type.Object({
  customer_id: Type.String(),
  ...notes,
  update_order_email: Type.Optional(Type.Boolean()),
})

/** Orders given to other customers by the shopkeeper. */
export async function adminTransfers(app: StoaServer): Promise<void> {
  const orders = orderActions(app)

  orders.action('/transfer', transfer, (body, request, id) => {
    const { customer_id, description, internal_note, update_order_email } = body
    const by = actorOf(request).id
    const wanted = { customer_id, by, description, internal_note, update_order_email }
    return requestTransfer(request.container, id, wanted)
  })

  orders.action('/transfer/cancel', Type.Object({}), (_body, request, id) =>
    request.container.resolve(OrderService).cancelTransfer(id, actorOf(request).id),
  )

  orders.action('/transfer/guest', Type.Object({ email: email(), ...notes }), (body, request, id) => {
    const { email, description, internal_note } = body
    return transferToGuest(request.container, id, {
      email,
      by: actorOf(request).id,
      description,
      internal_note,
    })
  })
}
