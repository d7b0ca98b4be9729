import { fieldsQuery, localeOf, type StoaServer, sendJson } from '@stoa/http'
import { createId, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { checkFields } from '@stoa/rest'
import {
  calculatePrice,
  fixedPrice,
  type PricedShippingOption,
  type Shipped,
  type ShippingPrice,
  shippingOptionsFor,
} from '@stoa/settings'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { maybeCustomer, mayRead } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { cartParams, shippingChoices } from '../schemas.ts'
import { methodOf } from '../shipping-method.ts'
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
      const options = await shippingOptionsFor(
        request.container,
        { ...cart, locale: localeOf(request) },
        { is_return: request.query.is_return ?? false },
      )
      return sendJson(reply, JSON.stringify({ shipping_options: options }))
    },
  )

  app.post(
    '/store/shipping-options/:id/calculate',
    {
      schema: {
        params: cartParams,
        body: Type.Object({
          cart_id: Type.String(),
          data: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
        }),
        querystring: fieldsQuery(),
      },
      config,
    },
    async (request, reply) => {
      const { container, params, body } = request
      const cart = await cartOf(request, body.cart_id)
      const option =
        (await shippingOptionsFor(container, cart)).find(({ id }) => id === params.id) ?? refuse(params.id)
      const { amount, is_tax_inclusive } = await calculatePrice(container, option, cart, body.data)
      return reply.send({ shipping_option: { ...option, amount: amount.toNumber(), is_tax_inclusive } })
    },
  )

  app.post(
    '/store/carts/:id/shipping-methods',
    { schema: { params: cartParams, body: shippingChoices, querystring: fieldsQuery() }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const choices = [request.body].flat()
      const computed = await computedPrices(request, request.params.id, choices)
      await changeCart(request, request.params.id, async (cart) => {
        const offered = new Map(
          (await shippingOptionsFor(request.container, cart)).map((option) => [option.id, option]),
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
        const made = chosen.map((option, index) => {
          const price = fixedPrice(option) ?? computed.get(option.id) ?? refuse(option.id)
          return methodOf(option, price, choices[index]?.data, createId('casm'))
        })
        return { shipping_methods: [...columns, ...made] }
      })
      return sendCart(request, reply, request.params.id)
    },
  )
}

/** What the providers of the chosen options compute, asked before the cart is locked. */
async function computedPrices(
  request: FastifyRequest,
  cartId: string,
  choices: readonly { option_id: string; data?: Record<string, unknown> }[],
): Promise<Map<string, ShippingPrice>> {
  const isComputed = await request.container.resolve(Query).list('shipping_option', {
    fields: ['id'],
    filters: { id: choices.map(({ option_id }) => option_id), price_type: 'calculated' },
  })
  if (isComputed.length === 0) return new Map()
  const cart = await cartOf(request, cartId)
  const offered = await shippingOptionsFor(request.container, cart)
  const prices = new Map<string, ShippingPrice>()
  for (const { option_id, data } of choices) {
    const option = offered.find(({ id, price_type }) => id === option_id && price_type === 'calculated')
    if (option) prices.set(option_id, await calculatePrice(request.container, option, cart, data))
  }
  return prices
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
  request.container.resolve(Query).retrieve<Shipped & Record<string, unknown>>('cart', id, {
    fields: ['id', 'sales_channel_id', 'currency_code', 'region_id', '*shipping_address'],
    filters: mayRead(request),
  })
