import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields, sendOne } from '@stoa/rest'
import { assertWithin } from '@stoa/settings'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { maybeCustomer, mayRead } from '../access.ts'
import { addressColumns, type GivenAddress, shippingDefault } from '../addresses.ts'
import { changeCart } from '../change-cart.ts'
import { buyerOf, createCart } from '../create-cart.ts'
import { repriced } from '../reprice.ts'
import { cartChange, cartParams, newCart } from '../schemas.ts'
import { cartFields } from './cart-fields.ts'

/** Answers with a cart as its buyer sees it. */
export const sendCart = (request: FastifyRequest, reply: FastifyReply, id: string) =>
  sendOne(request, reply, { entity: 'cart', key: 'cart', id, fields: cartFields, filters: mayRead(request) })

/** Carts: opened, read, and given an address, an e-mail, another region. */
export async function storeCarts(app: StoaServer): Promise<void> {
  const querystring = fieldsQuery()
  const config = { auth: maybeCustomer }

  app.post('/store/carts', { schema: { body: newCart, querystring }, config }, async (request, reply) => {
    checkFields(request, cartFields)
    return sendCart(request, reply, await createCart(request, request.body ?? {}))
  })

  app.get('/store/carts/:id', { schema: { params: cartParams, querystring }, config }, (request, reply) =>
    sendCart(request, reply, request.params.id),
  )

  app.post(
    '/store/carts/:id',
    { schema: { params: cartParams, body: cartChange, querystring }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const { id } = request.params
      const { region_id, email, shipping_address, billing_address, metadata, locale, promo_codes } =
        request.body
      await changeCart(
        request,
        id,
        async (cart, region) => {
          const shipping = await addressColumns(request, shipping_address as GivenAddress)
          const billing = await addressColumns(request, billing_address as GivenAddress)
          if (region)
            assertWithin(
              region,
              shipping?.country_code ?? (region_id ? undefined : cart.shipping_address?.country_code),
            )
          const moved = region_id !== undefined && region_id !== cart.region_id && region !== undefined
          return {
            ...(moved ? await repriced(request.container, cart, region) : {}),
            cart: {
              ...(moved ? { region_id: region.id, currency_code: region.currency_code } : {}),
              ...(email ? await buyerOf(request, email) : {}),
              ...(metadata === undefined ? {} : { metadata }),
              ...(locale === undefined ? {} : { locale }),
            },
            ...(shipping || moved ? { shipping_address: movedAddress(moved, region, shipping) } : {}),
            ...(billing ? { billing_address: billing } : {}),
          }
        },
        {
          ...(region_id ? { region_id } : {}),
          ...(promo_codes ? { promo_codes: { replace: promo_codes } } : {}),
          events: eventsOf(request.body),
        },
      )
      return sendCart(request, reply, id)
    },
  )

  app.post('/store/carts/:id/customer', {
    schema: { params: cartParams, querystring },
    config: { auth: { actor: 'customer', by: ['session', 'bearer'] } },
    handler: async (request, reply) => {
      checkFields(request, cartFields)
      const { id } = request.params
      await changeCart(request, id, async () => ({ cart: await buyerOf(request, undefined) }), {
        events: ['cart.customer_transferred'],
      })
      return sendCart(request, reply, id)
    },
  })

  app.post(
    '/store/carts/:id/taxes',
    { schema: { params: cartParams, body: fieldsQuery(), querystring }, config },
    async (request, reply) => {
      if (request.body.fields !== undefined) request.query.fields ??= request.body.fields
      checkFields(request, cartFields)
      await changeCart(request, request.params.id, () => ({}))
      return sendCart(request, reply, request.params.id)
    },
  )
}

/** In another region the old country is no address any more. */
function movedAddress(
  moved: boolean,
  region: Parameters<typeof shippingDefault>[0] | undefined,
  shipping: Record<string, unknown> | undefined,
) {
  if (!moved || !region) return shipping as Record<string, unknown>
  return shippingDefault(region, shipping) ?? { country_code: null }
}

const eventsOf = ({ region_id, email }: { region_id?: string; email?: string | null }) => [
  ...(region_id ? ['cart.region_updated'] : []),
  ...(email ? ['cart.customer_updated'] : []),
]
