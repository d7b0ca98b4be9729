import { fieldsQuery, type StoaServer, sendJson } from '@stoa/http'
import { createId, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { checkFields } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { maybeCustomer, mayRead } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { cartParams, shippingChoices } from '../schemas.ts'
import { methodOf, optionsFor, type PricedShippingOption, type ShippedCart } from '../shipping-options.ts'
import { cartFields } from './cart-fields.ts'
import { sendCart } from './carts.ts'

const optionsQuery = Type.Object({
  ...fieldsQuery().properties,
  cart_id: Type.String(),
  is_return: Type.Optional(Type.Boolean()),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
  order: Type.Optional(Type.String()),
  with_deleted: Type.Optional(Type.Boolean()),
})

/** How a cart can be shipped, and how it is. */
export async function storeShipping(app: StoaServer): Promise<void> {
  const config = { auth: maybeCustomer }

  app.get(
    '/store/shipping-options',
    { schema: { querystring: optionsQuery }, config },
    async (request, reply) => {
      const cart = await cartOf(request, request.query.cart_id)
      const options = await optionsFor(request.container, cart, request.query.is_return)
      return sendJson(reply, JSON.stringify({ shipping_options: options }))
    },
  )

  app.post(
    '/store/carts/:id/shipping-methods',
    { schema: { params: cartParams, body: shippingChoices, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const choices = [request.body].flat()
      await changeCart(request, request.params.id, async (cart) => {
        const offered = new Map(
          (await optionsFor(request.container, cart)).map((option) => [option.id, option]),
        )
        const chosen = choices.map(({ option_id }) => offered.get(option_id) ?? refuse(option_id))
        const profiles = new Set(chosen.map(({ shipping_profile_id }) => shipping_profile_id))
        const kept = cart.shipping_methods.filter(
          (method) => !isReplaced(offered, profiles, method.shipping_option_id),
        )
        const columns = kept.map(({ id: _, name, amount, is_tax_inclusive, shipping_option_id, data }) => ({
          id: createId('casm'),
          name,
          amount,
          is_tax_inclusive,
          shipping_option_id,
          data,
        }))
        const made = chosen.map((option, index) => methodOf(option, choices[index]?.data, createId('casm')))
        return { shipping_methods: [...columns, ...made] }
      })
      return sendCart(request, reply, request.params.id)
    },
  )
}

/** One method for each shipping profile: a new choice takes the place of the old one of its profile. */
const isReplaced = (
  offered: ReadonlyMap<string, PricedShippingOption>,
  profiles: ReadonlySet<string | null>,
  optionId: string | null,
) => {
  const option = optionId === null ? undefined : offered.get(optionId)
  return option === undefined || profiles.has(option.shipping_profile_id)
}

function refuse(id: string): never {
  throw new StoaError(
    'invalid_data',
    `Shipping option ${id} is invalid for this cart: choose one that GET /store/shipping-options lists.`,
  )
}

const cartOf = (request: FastifyRequest, id: string) =>
  request.container.resolve(Query).retrieve<ShippedCart & Record<string, unknown>>('cart', id, {
    fields: ['id', 'sales_channel_id', 'currency_code', 'region_id', '*shipping_address'],
    filters: mayRead(request),
  })
