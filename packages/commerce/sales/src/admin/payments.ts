import { fieldsQuery, filtersOf, listQuery, moments, type StoaServer, words } from '@stoa/http'
import { PaymentService } from '@stoa/payment'
import { actorOf, checkFields, fieldRules, resource, sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { recordMovement } from '../record-payments.ts'

const PATH = '/admin/payments'

const fields = fieldRules(
  `id currency_code amount captured_at payment_collection_id payment_session_id captures.id captures.amount
    refunds.id refunds.amount refunds.note refunds.payment_id refunds.refund_reason.label
    refunds.refund_reason.code`,
)

const filters = { q: Type.String(), id: words(), payment_session_id: words(), ...moments() }

const providerFilters = { id: words(), is_enabled: Type.Boolean() }

const strict = { additionalProperties: false }

const amount = Type.Optional(Type.Number({ exclusiveMinimum: 0 }))

const capture = Type.Object({ amount }, strict)

const refund = Type.Object(
  { amount, refund_reason_id: Type.Optional(Type.String()), note: Type.Optional(Type.String()) },
  strict,
)

/** What was paid, as the admin takes it and gives it back. */
export async function adminPayments(app: StoaServer): Promise<void> {
  const service = app.container.resolve(PaymentService)
  const reading = { entity: 'payment', key: 'payment', fields }
  const payments = resource(app, { path: PATH, ...reading })
  payments.list({ default_limit: 20, filters })
  payments.retrieve()

  app.get(
    `${PATH}/payment-providers`,
    { schema: { querystring: listQuery({ default_limit: 20, filters: providerFilters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'payment_provider',
        key: 'payment_providers',
        fields: fieldRules('id is_enabled'),
        filters: filtersOf(request.query, Object.keys(providerFilters) as never[]),
      }),
  )

  // Providers are called outside any transaction, which `resource` does not know.
  const params = Type.Object({ id: Type.String() })
  const querystring = fieldsQuery()

  app.post(
    `${PATH}/:id/capture`,
    { schema: { params, body: capture, querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const wanted = { amount: request.body.amount, created_by: actorOf(request).id }
      await service.capturePayment(id, wanted, recordMovement(request.container))
      return sendOne(request, reply, { ...reading, id })
    },
  )

  app.post(
    `${PATH}/:id/refund`,
    { schema: { params, body: refund, querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const { amount, refund_reason_id, note } = request.body
      const wanted = { amount, refund_reason_id, note, created_by: actorOf(request).id }
      await service.refundPayment(id, wanted, recordMovement(request.container))
      return sendOne(request, reply, { ...reading, id })
    },
  )
}
