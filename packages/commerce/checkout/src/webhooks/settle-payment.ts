import { defineSubscriber } from '@stoa/events'
import { type Container, Database, StoaError, type StoaErrorType } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { recordMovement } from '@stoa/sales'
import { Workflows } from '@stoa/workflows'
import { completeCart } from '../workflows/complete-cart.ts'
import { WEBHOOK_RECEIVED, type WebhookReceived } from './webhook-received.ts'

interface Surroundings {
  /** Missing where the session was replaced by another before the buyer paid it. */
  is_known: boolean
  cart_id: string | null
  order_id: string | null
  payment_id: string | null
}

const SURROUNDINGS = `
select s.id is not null as is_known, cart.cart_id, placed.order_id, p.id as payment_id
from (values ($1::text)) wanted (id)
left join stoa_payment.payment_session s on s.id = wanted.id and s.deleted_at is null and s.status <> 'canceled'
left join stoa_payment.payment p on p.payment_session_id = s.id and p.canceled_at is null
left join stoa_link.cart_payment_collection cart on cart.payment_collection_id = s.payment_collection_id
left join stoa_link.order_payment_collection placed on placed.payment_collection_id = s.payment_collection_id
limit 1`

/** Failures that stay the same however often a cart is tried: it is not going to be bought with this money. */
const FINAL: ReadonlySet<StoaErrorType> = new Set(['invalid_data', 'not_allowed', 'not_found'])

/**
 * Does what follows from a webhook. Money that a provider holds or took becomes an order, also if the buyer never comes back;
 * where it can't, it is let go of or given back. Doing it twice, or out of order, changes nothing.
 */
async function settlePayment(container: Container, received: WebhookReceived): Promise<void> {
  const { action, session_id } = received
  if (action !== 'authorized' && action !== 'captured') return refresh(container, received)
  const [found] = await container
    .resolve(Database)
    .query<Surroundings>(SURROUNDINGS, [session_id], { name: 'checkout_webhook_surroundings' })
  const { is_known, cart_id, order_id, payment_id } = found as Surroundings
  if (order_id) {
    if (action === 'captured' && payment_id) await capture(container, payment_id, received.amount)
    return
  }
  if (!is_known) return giveUp(container, received)
  if (cart_id) await complete(container, cart_id, received)
  // A payment for something that is no cart, such as an order's difference: whoever asked for it looks at the session.
  else await refresh(container, received)
}

/** Races with the buyer's own request end in one execution: they share its key. */
async function complete(container: Container, cart_id: string, received: WebhookReceived): Promise<void> {
  try {
    await container.resolve(Workflows).run(completeCart, { cart_id }, { key: cart_id })
  } catch (error) {
    if (!StoaError.is(error) || !FINAL.has(error.type)) throw error
    await giveUp(container, received)
  }
}

function giveUp(container: Container, received: WebhookReceived): Promise<void> {
  const { session_id: id, provider_id, amount, currency_code, data } = received
  const status = received.action === 'captured' ? 'captured' : undefined
  return container
    .resolve(PaymentService)
    .giveUpSession({ id, provider_id, amount, currency_code, data }, status, `${id}/give-up`)
}

/**
 * The provider took the money by itself, all or a part: asked to capture as much, it answers that it has. Each message says what was
 * taken by then, so that what is told twice, also at the same time, is captured once.
 */
async function capture(container: Container, paymentId: string, up_to: string): Promise<void> {
  await container.resolve(PaymentService).capturePayment(paymentId, { up_to }, recordMovement(container))
}

async function refresh(container: Container, { session_id }: WebhookReceived): Promise<void> {
  const payments = container.resolve(PaymentService)
  const [session] = await payments.listPaymentSessions({ id: session_id })
  if (session) await payments.refreshPaymentSession(session_id)
}

/** Hears of what payment providers tell. */
export const settlePaymentSubscriber = defineSubscriber<WebhookReceived>({
  name: 'stoa.settle-payment',
  event: WEBHOOK_RECEIVED,
  transaction: false,
  concurrency: 4,
  handler: ({ data }, { container }) => settlePayment(container, data),
})
