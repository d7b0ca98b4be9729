import { fieldsQuery, type StoaServer, sendJson } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query, resolveFields } from '@stoa/query'
import { checkFields, sendOne } from '@stoa/rest'
import { placedOrderFields } from '@stoa/sales'
import { Workflows } from '@stoa/workflows'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { maybeCustomer, mayRead } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { cartParams } from '../schemas.ts'
import { completeCart } from '../workflows/complete-cart.ts'
import { cartFields } from './cart-fields.ts'

/** From the cart to the order. */
export async function storeComplete(app: StoaServer): Promise<void> {
  app.post(
    '/store/carts/:id/complete',
    {
      schema: { params: cartParams, querystring: fieldsQuery() },
      config: { auth: maybeCustomer, idempotency: 'repeatable' },
    },
    async (request, reply) => {
      checkFields(request, placedOrderFields)
      const { container, params } = request
      await container
        .resolve(Query)
        .retrieve('cart', params.id, { fields: ['id'], filters: mayRead(request) })
      try {
        const { order_id } = await container
          .resolve(Workflows)
          .run(completeCart, { cart_id: params.id }, { key: params.id })
        return await sendOne(request, reply, {
          entity: 'order',
          key: 'order',
          id: order_id,
          fields: placedOrderFields,
          envelope: { type: 'order' },
        })
      } catch (error) {
        if (StoaError.is(error) && error.type === 'payment_authorization_error')
          return sendUnpaid(request, reply, error)
        // The buyer then sees what the cart comes to without that promotion, and can go on.
        if (StoaError.is(error) && error.code === 'promotion_not_usable')
          await changeCart(request, params.id, () => ({}))
        throw error
      }
    },
  )
}

/** A payment that was refused, or needs another step of the buyer, is no failure of the request: the cart goes on. */
async function sendUnpaid(
  request: FastifyRequest,
  reply: FastifyReply,
  error: StoaError,
): Promise<FastifyReply> {
  const { id } = request.params as { id: string }
  const cart = await request.container
    .resolve(Query)
    .retrieveText('cart', id, { fields: resolveFields(undefined, cartFields) })
  const { message, name, type } = error
  return sendJson(reply, `{"type":"cart","cart":${cart},"error":${JSON.stringify({ message, name, type })}}`)
}
