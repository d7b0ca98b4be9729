import { assertInStock, findVariants } from '@stoa/catalog'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { checkFields, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { maybeCustomer } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { mergeItems } from '../line-items.ts'
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
      const { container, body, asker } = request
      await changeCart(request, request.params.id, async (cart) => {
        const buyer = { ...cart, customer_group_ids: asker.actor?.customer_group_ids }
        const variants = await findVariants(container, [body.variant_id], buyer)
        const present = cart.items.filter(({ variant_id }) => variant_id === body.variant_id)
        assertInStock([...present, body], variants)
        return mergeItems(cart, [body], variants)
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
      await changeCart(request, params.id, async (cart) => {
        const line = cart.items.find(({ id }) => id === params.line_id) ?? missing(params.line_id)
        if (body.quantity === 0) return { removed_items: [line.id] }
        if (line.variant_id && body.quantity > line.quantity) {
          const variants = await findVariants(container, [line.variant_id], cart)
          const others = cart.items.filter(
            ({ id, variant_id }) => id !== line.id && variant_id === line.variant_id,
          )
          assertInStock([...others, { ...line, quantity: body.quantity }], variants)
        }
        const metadata = body.metadata === undefined ? {} : { metadata: body.metadata }
        return { changed_items: [{ id: line.id, quantity: body.quantity, ...metadata }] }
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
      await changeCart(request, id, (cart) => {
        if (!cart.items.some((item) => item.id === line_id)) missing(line_id)
        return { removed_items: [line_id] }
      })
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

function missing(id: string): never {
  throw new StoaError('not_found', `Line item with id: ${id} was not found in this cart`)
}
