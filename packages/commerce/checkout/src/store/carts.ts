import type { CartChanges, CartSnapshot } from '@stoa/cart'
import { findVariants, wordsOfVariants } from '@stoa/catalog'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields, sendOne } from '@stoa/rest'
import { addressColumns, type GivenAddress, shippingDefault } from '@stoa/sales'
import { assertWithin, type SellingRegion } from '@stoa/settings'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { maybeCustomer, mayRead } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { buyerOf, createCart, groupsOfBuyer } from '../create-cart.ts'
import { repriced } from '../reprice.ts'
import { reworded } from '../reword.ts'
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
      const { container } = request
      const asker = request.asker.actor?.id
      const { id } = request.params
      const { region_id, email, shipping_address, billing_address, metadata, locale, promo_codes } =
        request.body
      await changeCart(
        request,
        id,
        async (cart, region, groups) => {
          const shipping = await addressColumns(container, shipping_address as GivenAddress, asker)
          const billing = await addressColumns(container, billing_address as GivenAddress, asker)
          if (region)
            assertWithin(
              region,
              shipping?.country_code ?? (region_id ? undefined : cart.shipping_address?.country_code),
            )
          const moved = region_id !== undefined && region_id !== cart.region_id && region !== undefined
          const buyer = email ? await buyerOf(request, email) : undefined
          const customer_group_ids = buyer ? await groupsOfBuyer(request, buyer) : groups
          const changes = {
            ...(moved ? await movedTo(request, cart, region, customer_group_ids) : {}),
            ...(buyer && !moved ? await pricedFor(request, cart, customer_group_ids) : {}),
            cart: {
              ...(moved ? { region_id: region.id, currency_code: region.currency_code } : {}),
              ...buyer,
              ...(metadata === undefined ? {} : { metadata }),
              ...(locale === undefined ? {} : { locale }),
            },
            ...(shipping || moved ? { shipping_address: movedAddress(moved, region, shipping) } : {}),
            ...(billing ? { billing_address: billing } : {}),
          }
          if (locale === undefined || locale === cart.locale) return changes
          return reworded(cart, changes, await wordsOfVariants(container, variantsOf(cart), locale))
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
      const transfer = async (cart: CartSnapshot) => {
        const buyer = await buyerOf(request, undefined)
        return { ...(await pricedFor(request, cart, await groupsOfBuyer(request, buyer))), cart: buyer }
      }
      await changeCart(request, id, transfer, { events: ['cart.customer_transferred'] })
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

const variantsOf = ({ items }: CartSnapshot) => items.flatMap(({ variant_id }) => variant_id ?? [])

/** What a cart's lines cost in another region, where all of them must be sold. Shipping has to be chosen anew there. */
async function movedTo(
  { container }: FastifyRequest,
  cart: CartSnapshot,
  region: SellingRegion,
  customer_group_ids: readonly string[],
): Promise<CartChanges> {
  const wanted = cart.items.flatMap((line) =>
    line.variant_id && !line.is_custom_price ? [line.variant_id] : [],
  )
  const buyer = { ...cart, region_id: region.id, currency_code: region.currency_code, customer_group_ids }
  const variants = await findVariants(container, wanted, buyer, { lines: cart.items })
  return { ...repriced(cart, {}, variants), shipping_methods: [] }
}

/** What a cart's lines cost somebody else. */
async function pricedFor(
  { container }: FastifyRequest,
  cart: CartSnapshot,
  customer_group_ids: readonly string[],
): Promise<CartChanges> {
  const buyer = { ...cart, customer_group_ids }
  return repriced(cart, {}, await findVariants(container, [], buyer, { lines: cart.items }))
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
