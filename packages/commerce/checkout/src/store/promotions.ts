import { fieldsQuery, type StoaServer } from '@stoa/http'
import { checkFields } from '@stoa/rest'
import { maybeCustomer } from '../access.ts'
import { changeCart } from '../change-cart.ts'
import { cartParams, promoCodeList } from '../schemas.ts'
import { cartFields } from './cart-fields.ts'
import { sendCart } from './carts.ts'

/** The promotion codes of a cart. */
export async function storePromotions(app: StoaServer): Promise<void> {
  const schema = { params: cartParams, body: promoCodeList, querystring: fieldsQuery() }
  const config = { auth: maybeCustomer }
  for (const [method, change] of [
    ['POST', 'add'],
    ['DELETE', 'remove'],
  ] as const) {
    app.route({
      method,
      url: '/store/carts/:id/promotions',
      schema,
      config,
      handler: async (request, reply) => {
        checkFields(request, cartFields)
        const { params, body } = request
        await changeCart(request, params.id, () => ({}), { promo_codes: { [change]: body.promo_codes } })
        return sendCart(request, reply, params.id)
      },
    })
  }
}
