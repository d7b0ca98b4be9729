import { createHmac, timingSafeEqual } from 'node:crypto'
import { BigNumber, StoaError } from '@stoa/kernel'
import {
  type PaymentResult,
  type ProviderCustomer,
  type ProviderData,
  type ProviderWebhook,
  SystemPaymentProvider,
  type WebhookAction,
} from '../src/index.ts'

const SECRET = 'a secret of the webhooks'

export const sign = (body: string) => createHmac('sha256', SECRET).update(body).digest('hex')

/** Payment by card, with all that a provider may have: webhooks, known customers, saved cards. */
export class CardPayment extends SystemPaymentProvider {
  override readonly id = 'pp_card' as never
  status: PaymentResult['status'] = 'pending'
  readonly cards = new Map<string, { id: string; data: ProviderData }[]>()

  override async getPaymentStatus({ data }: { data: ProviderData }): Promise<PaymentResult> {
    return { status: this.status, data: { ...data, asked: true } }
  }

  override async getWebhookActionAndData({ raw_body, headers }: ProviderWebhook): Promise<WebhookAction> {
    const [given, right] = [String(headers['x-signature']), sign(raw_body.toString())].map((text) =>
      Buffer.from(text),
    ) as [Buffer, Buffer]
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new StoaError('unauthorized', 'The webhook is not signed by the card company.')
    }
    const { type, session, cents } = JSON.parse(raw_body.toString())
    if (type !== 'paid') return { action: 'not_supported' }
    const amount = BigNumber(cents).shiftedBy(-2)
    return { action: 'captured', session_id: session, amount, currency_code: 'eur', data: {} }
  }

  override async createAccountHolder({ customer }: { customer: ProviderCustomer }) {
    return { id: `card_${customer.id}`, data: { id: `card_${customer.id}` } }
  }

  override async listPaymentMethods({ account_holder }: { account_holder: ProviderData }) {
    return this.cards.get(String(account_holder.id)) ?? []
  }

  override async savePaymentMethod(call: {
    account_holder: ProviderData
    data: ProviderData
    idempotency_key: string
  }) {
    const owner = String(call.account_holder.id)
    const card = { id: `pm_${call.idempotency_key}`, data: call.data }
    const others = (this.cards.get(owner) ?? []).filter(({ id }) => id !== card.id)
    this.cards.set(owner, [...others, card])
    return card
  }
}
