import { fieldsQuery, type StoaServer } from '@stoa/http'
import { createId, Database, StoaError } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { Query, type ResultRow } from '@stoa/query'
import { checkFields, sendOne } from '@stoa/rest'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { maybeCustomer, mayRead } from '../access.ts'
import { payerFields, payerOf } from '../account-holder.ts'
import { paymentCollectionFields } from './payment-collection-fields.ts'

const send = (request: FastifyRequest, reply: FastifyReply, id: string) =>
  sendOne(request, reply, {
    entity: 'payment_collection',
    key: 'payment_collection',
    id,
    fields: paymentCollectionFields,
  })

/** What is to be paid for a cart, and the tries to pay it. */
export async function storePaymentCollections(app: StoaServer): Promise<void> {
  const querystring = fieldsQuery()
  const config = { auth: maybeCustomer }

  app.post(
    '/store/payment-collections',
    {
      schema: { body: Type.Object({ cart_id: Type.String() }, { additionalProperties: false }), querystring },
      config,
    },
    async (request, reply) => {
      checkFields(request, paymentCollectionFields)
      const cart = await request.container.resolve(Query).retrieve('cart', request.body.cart_id, {
        fields: ['id', 'currency_code', 'total', 'completed_at'],
        filters: mayRead(request),
      })
      if (cart.completed_at) throw new StoaError('not_allowed', `Cart ${cart.id} is already completed.`)
      return send(request, reply, await collectionOf(request, cart))
    },
  )

  app.post(
    '/store/payment-collections/:id/payment-sessions',
    {
      schema: {
        params: Type.Object({ id: Type.String() }),
        body: Type.Object(
          { provider_id: Type.String(), data: Type.Optional(Type.Record(Type.String(), Type.Unknown())) },
          { additionalProperties: false },
        ),
        querystring,
      },
      config,
    },
    async (request, reply) => {
      checkFields(request, paymentCollectionFields)
      const { container, params, body } = request
      const collection = await container.resolve(Query).retrieve('payment_collection', params.id, {
        fields: [
          'id',
          'cart.region.id',
          'cart.region.name',
          'cart.region.payment_providers.id',
          'cart.email',
          ...payerFields.map((name) => `cart.customer.${name}`),
        ],
        filters: { cart: mayRead(request) },
      })
      assertEnabled(collection, body.provider_id)
      const { provider_id, data = {} } = body
      const { email, customer } = collection.cart
      const payer = await payerOf(container, customer, provider_id)
      const context = { email, ...payer }
      await container.resolve(PaymentService).createPaymentSession(params.id, { provider_id, data, context })
      return send(request, reply, params.id)
    },
  )
}

/** The cart's collection, made if it has none, brought to the cart's total. Two calls at once find the same one. */
async function collectionOf({ container }: FastifyRequest, cart: ResultRow): Promise<string> {
  const [row] = await container.resolve(Database).transaction(async () => {
    const database = container.resolve(Database)
    await database.query('select 1 from stoa_cart.cart where id = $1 for update', [cart.id])
    return database.query<{ id: string }>(
      `with present as (
         select payment_collection_id as id from stoa_link.cart_payment_collection where cart_id = $1
       ), made as (
         insert into stoa_payment.payment_collection (id, currency_code, amount)
         select $2, $3, $4::numeric where not exists (select from present) returning id
       ), linked as (
         insert into stoa_link.cart_payment_collection (cart_id, payment_collection_id) select $1, id from made
       ), followed as (
         update stoa_payment.payment_collection c set amount = $4::numeric, updated_at = now() from present
         where c.id = present.id and c.status in ('not_paid', 'awaiting') and c.amount <> $4::numeric
       )
       select id from present union all select id from made`,
      [cart.id, createId('pay_col'), cart.currency_code, String(cart.total)],
    )
  })
  return row?.id as string
}

/** @throws StoaError `invalid_data` for a provider that the cart's region does not offer */
function assertEnabled(collection: ResultRow, provider: string): void {
  const region = collection.cart?.region as ResultRow | null
  const offered = (region?.payment_providers as { id: string }[] | undefined) ?? []
  if (!offered.some(({ id }) => id === provider)) {
    throw new StoaError(
      'invalid_data',
      `Payment provider ${provider} is not enabled in the cart's region ${region?.id}. Enabled are: ${offered.map(({ id }) => id).join(', ') || 'none'}.`,
    )
  }
}
