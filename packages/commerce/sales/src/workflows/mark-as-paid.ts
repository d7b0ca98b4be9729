import { type Container, StoaError } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { defineWorkflow } from '@stoa/workflows'
import { payableCollection } from '../payable-collection.ts'
import { recordCaptures, recordMovement } from '../record-payments.ts'

interface MarkAsPaid {
  payment_collection_id: string
  order_id: string
  /** Under which the payment is recorded. */
  provider_id: string
  by: string
}

/**
 * Records that what was to be paid for an order was paid: a session with the provider, authorised and captured.
 */
export const markAsPaid = defineWorkflow(
  'mark-as-paid',
  async ({ payment_collection_id, order_id, provider_id, by }: MarkAsPaid, { step, container }) => {
    const payments = container.resolve(PaymentService)
    const { context } = await step('check collection', () =>
      payableCollection(container, payment_collection_id, order_id),
    )
    const session = await step(
      'begin payment',
      () => payments.createPaymentSession(payment_collection_id, { provider_id, context }),
      { external: true },
    )
    const status = await step(
      'authorize payment',
      ({ idempotency_key }) => authorize(payments, session, idempotency_key),
      { external: true },
    )
    if (status === 'captured') {
      await step('record capture', () => recordCaptures(container, order_id))
    } else if (status === 'authorized') {
      await step('capture payment', () => capture(container, session, by), { external: true })
    } else {
      throw new StoaError('payment_authorization_error', `Payment authorization failed: it is ${status}.`, {
        code: status,
      })
    }
  },
)

async function authorize(payments: PaymentService, sessionId: string, idempotency_key: string) {
  const session = await payments.retrievePaymentSession(sessionId)
  const result = await payments.authorizePayment(session, idempotency_key)
  if (result.status === 'authorized' || result.status === 'captured') {
    await payments.recordAuthorization(sessionId, result)
  }
  return result.status
}

async function capture(container: Container, sessionId: string, by: string): Promise<void> {
  const payments = container.resolve(PaymentService)
  const [payment] = await payments.listPayments({ payment_session_id: sessionId })
  if (!payment)
    throw new StoaError('conflict', `Session ${sessionId} was replaced by another. Look at it again.`)
  await payments.capturePayment(payment.id, { created_by: by }, recordMovement(container))
}
