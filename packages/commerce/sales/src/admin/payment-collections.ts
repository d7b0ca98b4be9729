import { fieldsQuery, type StoaServer } from '@stoa/http'
import { PaymentService } from '@stoa/payment'
import { actorOf, checkFields, fieldRules, resource, sendOne } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { createPaymentCollection } from '../create-payment-collection.ts'
import { payableCollection } from '../payable-collection.ts'
import { markAsPaid } from '../workflows/mark-as-paid.ts'

const PATH = '/admin/payment-collections'

const fields = fieldRules(
  `id currency_code amount status authorized_amount captured_amount refunded_amount *payment_sessions
    *payment_sessions.payment *payments *payments.payment_session`,
)

const strict = { additionalProperties: false }

const collection = Type.Object(
  { order_id: Type.String(), amount: Type.Number({ exclusiveMinimum: 0 }) },
  strict,
)

const payment = Type.Object({ order_id: Type.String(), provider_id: Type.Optional(Type.String()) }, strict)

const session = Type.Object(
  { provider_id: Type.String(), data: Type.Optional(Type.Record(Type.String(), Type.Unknown())) },
  strict,
)

/** What is still to be paid for orders, as the admin asks for it. */
export async function adminPaymentCollections(app: StoaServer): Promise<void> {
  const payments = app.container.resolve(PaymentService)
  const reading = { entity: 'payment_collection', key: 'payment_collection', fields }
  const collections = resource(app, { path: PATH, ...reading, object: 'payment-collection' })
  collections.create(collection, ({ order_id, amount }, { container }) =>
    createPaymentCollection(container, order_id, amount),
  )
  collections.delete(async (id, { container }) => {
    await payableCollection(container, id)
    await payments.removePaymentCollection(id)
  })

  // Providers are called outside any transaction, which `resource` does not know.
  const params = Type.Object({ id: Type.String() })
  const querystring = fieldsQuery()

  app.post(
    `${PATH}/:id/payment-sessions`,
    { schema: { params, body: session, querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const { provider_id, data = {} } = request.body
      const { context } = await payableCollection(request.container, id)
      await payments.createPaymentSession(id, { provider_id, data, context })
      return sendOne(request, reply, { ...reading, id })
    },
  )

  app.post(
    `${PATH}/:id/mark-as-paid`,
    { schema: { params, body: payment, querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const { order_id, provider_id = 'pp_system_default' } = request.body
      const wanted = { payment_collection_id: id, order_id, provider_id, by: actorOf(request).id }
      await request.container.resolve(Workflows).run(markAsPaid, wanted, { key: id })
      return sendOne(request, reply, { ...reading, id })
    },
  )
}
