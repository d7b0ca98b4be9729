import type { StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { actorOf, checkFields, sendOne } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { recordCaptures } from '../record-payments.ts'
import { cancelOrder } from '../workflows/cancel-order.ts'
import { changedOrderFields as fields } from './order-fields.ts'
import { orderQuery as querystring, versionScope } from './order-query.ts'

const OWN_SESSION = `
select 1 from stoa_payment.payment_session s
join stoa_link.order_payment_collection link on link.payment_collection_id = s.payment_collection_id
where s.id = $1 and link.order_id = $2 and s.deleted_at is null`

/** What is done to orders and needs their payment providers, which are called outside any transaction. */
export async function adminOrderPayments(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String() })
  const reading = { entity: 'order', key: 'order', fields }

  app.post('/admin/orders/:id/cancel', { schema: { params, querystring } }, async (request, reply) => {
    checkFields(request, fields, reading.entity)
    const { id } = request.params
    const wanted = { order_id: id, by: actorOf(request).id }
    await request.container.resolve(Workflows).run(cancelOrder, wanted, { key: id })
    return sendOne(request, reply, { ...reading, id, ...versionScope(request) })
  })

  // For payments that are authorised while nobody waits, such as bank transfers: the provider is asked how they stand.
  app.post(
    '/admin/orders/:id/payment-sessions/authorize',
    { schema: { params, body: Type.Object({ payment_session_id: Type.String() }), querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const { payment_session_id } = request.body
      const database = request.container.resolve(Database)
      const [own] = await database.query(OWN_SESSION, [payment_session_id, id])
      if (!own) {
        throw new StoaError(
          'not_found',
          `PaymentSession with id: ${payment_session_id} was not found for order ${id}`,
        )
      }
      const status = await request.container.resolve(PaymentService).refreshPaymentSession(payment_session_id)
      if (status === 'captured') {
        await database.transaction(() => recordCaptures(request.container, id))
      }
      const envelope = { is_authorized: status === 'authorized' || status === 'captured' }
      return sendOne(request, reply, { ...reading, id, envelope, ...versionScope(request) })
    },
  )
}
