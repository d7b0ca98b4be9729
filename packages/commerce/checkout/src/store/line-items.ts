import type { CartChanges, CartItem, CartSnapshot } from '@stoa/cart'
import { assertInStock, type Buyer, findVariants } from '@stoa/catalog'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { checkFields, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { maybeCustomer } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { mergeItems } from '../line-items.ts'
import { repriced } from '../reprice.ts'
import { cartParams, itemChange, newItem } from '../schemas.ts'
import { cartFields } from './cart-fields.ts'
import { sendCart } from './carts.ts'

const lineParams = Type.Object({ ...cartParams.properties, line_id: Type.String() })

/** What is in a cart. */
export async function storeLineItems(app: StoaServer): Promise<void> {
  const querystring = fieldsQuery()
  const config = { auth: maybeCustomer }

  app.post(
    '/store/carts/:id/line-items',
    { schema: { params: cartParams, body: newItem, querystring }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const { container, body } = request
      await changeCart(request, request.params.id, async (cart, _region, customer_group_ids) => {
        const buyer = { ...cart, customer_group_ids }
        const lines = [...cart.items, body]
        const variants = await findVariants(container, [body.variant_id], buyer, { lines })
        assertInStock(
          lines.filter(({ variant_id }) => variant_id === body.variant_id),
          variants,
        )
        return repriced(cart, mergeItems(cart, [body], variants), variants)
      })
      return sendCart(request, reply, request.params.id)
    },
  )

  app.post(
    '/store/carts/:id/line-items/:line_id',
    { schema: { params: lineParams, body: itemChange, querystring }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const { container, params, body } = request
      await changeCart(request, params.id, async (cart, _region, customer_group_ids) => {
        const line = lineOf(cart, params.line_id)
        const buyer = { ...cart, customer_group_ids }
        if (body.quantity === 0) return without(container, cart, line, buyer)
        const { variant_id } = line
        const metadata = body.metadata === undefined ? {} : { metadata: body.metadata }
        const change = { id: line.id, quantity: body.quantity, ...metadata }
        const lines = cart.items.map((item) => (item === line ? { ...line, ...change } : item))
        const grows = variant_id !== null && body.quantity > line.quantity
        const variants = await findVariants(container, grows ? [variant_id] : [], buyer, { lines })
        if (grows) {
          assertInStock(
            lines.filter((item) => item.variant_id === variant_id),
            variants,
          )
        }
        return repriced(cart, { changed_items: [change] }, variants)
      })
      return sendCart(request, reply, params.id)
    },
  )

  app.delete(
    '/store/carts/:id/line-items/:line_id',
    { schema: { params: lineParams, querystring }, config },
    async (request, reply) => {
      checkFields(request, cartFields)
      const { id, line_id } = request.params
      await changeCart(request, id, (cart, _region, customer_group_ids) =>
        without(request.container, cart, lineOf(cart, line_id), { ...cart, customer_group_ids }),
      )
      return sendOne(request, reply, {
        entity: 'cart',
        key: 'parent',
        id,
        fields: cartFields,
        envelope: { id: line_id, object: 'line-item', deleted: true },
      })
    },
  )
}

/** The cart without the line. There may be fewer of its variant left than another price is for. */
async function without(
  container: Container,
  cart: CartSnapshot,
  line: CartItem,
  buyer: Buyer,
): Promise<CartChanges> {
  const lines = cart.items.filter((item) => item !== line)
  return repriced(cart, { removed_items: [line.id] }, await findVariants(container, [], buyer, { lines }))
}

function lineOf(cart: CartSnapshot, id: string): CartItem {
  const line = cart.items.find((item) => item.id === id)
  if (line) return line
  throw new StoaError('not_found', `Line item with id: ${id} was not found in this cart`)
}
