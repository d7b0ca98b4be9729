import { createHmac, timingSafeEqual } from 'node:crypto'
import { BigNumber, StoaError } from '@stoa/kernel'
import {
  PaymentProviderStrategy,
  type PaymentResult,
  type ProviderData,
  type ProviderWebhook,
  type WebhookAction,
} from '@stoa/payment'

const SECRET = 'whsec_test'

interface Paid {
  status: PaymentResult['status']
  refunded: string
}

/** A bank that knows what was paid, by the sessions we told it of; buyers pay at the bank, and it tells us. */
export class Bank extends PaymentProviderStrategy {
  readonly id = 'pp_bank'
  readonly payments = new Map<string, Paid>()
  readonly calls: string[] = []
  /** Somebody may hold the bank up. */
  hold: () => Promise<unknown> = async () => undefined

  async initiatePayment({ context }: { context: ProviderData }) {
    const id = String(context.session_id)
    this.payments.set(id, { status: 'pending', refunded: '0' })
    return { data: { id }, status: 'pending' as const }
  }

  async authorizePayment({ data }: { data: ProviderData }): Promise<PaymentResult> {
    this.calls.push('authorize')
    await this.hold()
    return this.getPaymentStatus({ data })
  }

  override async getPaymentStatus({ data }: { data: ProviderData }): Promise<PaymentResult> {
    return { status: this.#of(data).status, data }
  }

  async capturePayment({ data }: { data: ProviderData }) {
    this.calls.push('capture')
    this.#of(data).status = 'captured'
    return { data }
  }

  async refundPayment({ data, amount }: { data: ProviderData; amount: BigNumber }) {
    this.calls.push('refund')
    this.#of(data).refunded = amount.toFixed()
    return { data }
  }

  async cancelPayment({ data }: { data: ProviderData }) {
    this.calls.push('cancel')
    this.#of(data).status = 'canceled'
    return { data }
  }

  override async getWebhookActionAndData({ raw_body, headers }: ProviderWebhook): Promise<WebhookAction> {
    const [shown, right] = [Buffer.from(String(headers['x-signature'])), Buffer.from(signatureOf(raw_body))]
    if (shown.length !== right.length || !timingSafeEqual(shown, right)) {
      throw new StoaError('unauthorized', 'The webhook is not signed by the bank.')
    }
    const { action, id, amount } = JSON.parse(raw_body.toString())
    if (action === 'news') return { action: 'not_supported' }
    return { action, session_id: id, amount: BigNumber(amount), currency_code: 'eur', data: { id } }
  }

  #of(data: ProviderData): Paid {
    const payment = this.payments.get(String(data.id))
    if (!payment) throw new StoaError('not_found', `The bank knows no payment ${data.id}.`)
    return payment
  }
}

export const signatureOf = (body: Buffer | string) => createHmac('sha256', SECRET).update(body).digest('hex')
