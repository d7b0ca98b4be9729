import { StoaError } from '@stoa/kernel'
import type { ProviderWebhook, WebhookAction } from '@stoa/payment'
import type Stripe from 'stripe'
import { fromMinorUnit } from './minor-unit.ts'
import { dataOf } from './payment-intent.ts'

/**
 * Checks with the SDK that a webhook was signed with the secret not more than five minutes ago.
 *
 * @throws StoaError `unauthorized` for one that was not
 */
export function eventOf(
  stripe: Stripe,
  { raw_body, headers }: ProviderWebhook,
  secret: string,
): Stripe.Event {
  try {
    return stripe.webhooks.constructEvent(raw_body, String(headers['stripe-signature'] ?? ''), secret)
  } catch (cause) {
    // Not only the SDK's error for it: a header that is no signature at all breaks the comparison itself.
    throw new StoaError(
      'unauthorized',
      'The webhook is no snapshot event that Stripe signed with the configured secret within the last five minutes. Compare the secret with that of the endpoint in the dashboard, and the clocks.',
      { cause },
    )
  }
}

type Action = Exclude<WebhookAction['action'], 'not_supported'>

/** What an event says has happened, and how much money it is about, in Stripe's units. */
const ACTIONS: Record<string, [Action, (intent: Stripe.PaymentIntent) => number]> = {
  'payment_intent.amount_capturable_updated': ['authorized', (intent) => intent.amount_capturable],
  'payment_intent.succeeded': ['captured', (intent) => intent.amount_received],
  'payment_intent.payment_failed': ['failed', (intent) => intent.amount],
  'payment_intent.canceled': ['canceled', (intent) => intent.amount],
  'payment_intent.processing': ['pending', (intent) => intent.amount],
  'payment_intent.requires_action': ['requires_more', (intent) => intent.amount],
  'payment_intent.partially_funded': ['requires_more', missingOf],
}

/**
 * What an event means to us. A payment that was not begun by a session of ours, such as one of another shop, means nothing,
 * and neither does a capture that we asked for: whoever asked gets the answer.
 */
export function actionOf({ type, data }: Stripe.Event): WebhookAction {
  const found = Object.hasOwn(ACTIONS, type) ? ACTIONS[type] : undefined
  if (!found) return { action: 'not_supported' }
  const intent = data.object as Stripe.PaymentIntent
  const { session_id, capture_id } = intent.metadata ?? {}
  if (!session_id || capture_id) return { action: 'not_supported' }
  const [action, amountOf] = found
  return {
    action,
    session_id,
    amount: fromMinorUnit(amountOf(intent), intent.currency),
    currency_code: intent.currency,
    data: dataOf(intent),
  }
}

/** What a bank transfer still lacks. */
function missingOf({ amount, next_action }: Stripe.PaymentIntent): number {
  return next_action?.display_bank_transfer_instructions?.amount_remaining ?? amount
}
