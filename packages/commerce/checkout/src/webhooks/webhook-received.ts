import type { ProviderData, WebhookAction } from '@stoa/payment'

export const WEBHOOK_RECEIVED = 'payment.webhook_received'

/** What a provider told us, as its event carries it. */
export interface WebhookReceived {
  provider_id: string
  action: Exclude<WebhookAction['action'], 'not_supported'>
  session_id: string
  /** A decimal in text, in major units. */
  amount: string
  currency_code: string
  data: ProviderData
}
