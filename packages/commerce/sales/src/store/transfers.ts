import { fieldsQuery, type StoaServer, sendJson } from '@stoa/http'
import { OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { actorOf, checkFields, readOne, transaction } from '@stoa/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { acceptTransfer, requestTransfer } from '../transfers.ts'
import { customersOnly, mayRead } from './access.ts'
import { placedOrderFields as fields } from './order-fields.ts'

const params = Type.Object({ id: Type.String() })

const wish = Type.Object({
  description: Type.Optional(Type.String()),
  update_order_email: Type.Optional(Type.Boolean()),
})

const answer = Type.Object({ token: Type.String({ minLength: 1 }) })

/** A guest's order becomes that of somebody with an account: who asks for it, and who has it and is asked. */
export async function storeTransfers(app: StoaServer): Promise<void> {
  const orders = app.container.resolve(OrderService)
  const path = '/store/orders/:id/transfer'
  const querystring = fieldsQuery()

  app.post(
    `${path}/request`,
    { schema: { params, body: wish, querystring }, config: { auth: customersOnly } },
    (request, reply) =>
      write(request, reply, async (id) => {
        const { description, update_order_email } = request.body
        const filters = mayRead(request)
        await request.container.resolve(Query).retrieve('order', id, { fields: ['id'], filters })
        const customer = actorOf(request).id
        const wanted = { customer_id: customer, by: customer, description, update_order_email }
        await requestTransfer(request.container, id, wanted)
      }),
  )

  app.post(
    `${path}/cancel`,
    { schema: { params, querystring }, config: { auth: customersOnly } },
    (request, reply) =>
      write(request, reply, (id) => orders.cancelTransfer(id, actorOf(request).id, { own_only: true })),
  )

  // Whoever was sent the token has the order, and may be a guest: no account is asked for.
  app.post(`${path}/accept`, { schema: { params, body: answer, querystring } }, (request, reply) =>
    write(request, reply, (id) => acceptTransfer(request.container, id, request.body.token)),
  )

  app.post(`${path}/decline`, { schema: { params, body: answer, querystring } }, (request, reply) =>
    write(request, reply, (id) => orders.declineTransfer(id, request.body.token)),
  )
}

async function write(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (id: string) => Promise<unknown>,
): Promise<FastifyReply> {
  checkFields(request, fields)
  const { id } = request.params as { id: string }
  const text = await transaction(request, async () => {
    await work(id)
    return readOne(request, { entity: 'order', key: 'order', id, fields })
  })
  return sendJson(reply, text)
}
