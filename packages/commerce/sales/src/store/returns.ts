import { decimal, listQuery, nullable, type StoaServer, words } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { checkFields, sendOne } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { createReturn } from '../workflows/create-return.ts'
import { maybeCustomer, mayRead } from './access.ts'
import { returnFields as fields } from './return-fields.ts'

/** The wire lists the parameters of a list; one return is made, so they choose nothing. */
const querystring = listQuery({ default_limit: 20, filters: { id: words(), order_id: words() } })

const text = () => Type.Optional(nullable(Type.String()))

const wish = Type.Object({
  order_id: Type.String({ minLength: 1 }),
  items: Type.Array(
    Type.Object({
      id: Type.String({ description: 'Of the line.' }),
      quantity: decimal({ minimum: 1 }),
      reason_id: text(),
      note: text(),
    }),
    { minItems: 1 },
  ),
  return_shipping: Type.Object({
    option_id: Type.String(),
    price: Type.Optional(
      Type.Number({ description: 'Counts for nothing: the way back costs what the shipping option costs.' }),
    ),
  }),
  note: text(),
  receive_now: Type.Optional(Type.Boolean({ description: 'Refused: the shop says when goods are there.' })),
  location_id: text(),
})

/** A buyer asks to send goods back. */
export async function storeReturns(app: StoaServer): Promise<void> {
  app.post(
    '/store/returns',
    { schema: { body: wish, querystring }, config: { auth: maybeCustomer } },
    async (request, reply) => {
      checkFields(request, fields)
      const { order_id, items, return_shipping, note, location_id, receive_now } = request.body
      // Whose order it is comes first: to anybody else it is not there, whatever else is asked.
      const filters = mayRead(request)
      await request.container.resolve(Query).retrieve('order', order_id, { fields: ['id'], filters })
      if (receive_now) {
        throw new StoaError(
          'not_allowed',
          'A buyer cannot declare goods as received. Leave receive_now out: the shop says when they are there.',
        )
      }
      const { return_id: id } = await request.container.resolve(Workflows).run(createReturn, {
        order_id,
        items,
        option_id: return_shipping.option_id,
        ...(location_id === undefined ? {} : { location_id }),
        ...(note === undefined ? {} : { note }),
      })
      return sendOne(request, reply, { entity: 'return', key: 'return', id, fields })
    },
  )
}
