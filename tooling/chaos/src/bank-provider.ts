import { BigNumber } from '@stoa/kernel'
import {
  type AmountCall,
  type PaymentCall,
  PaymentProviderStrategy,
  type PaymentResult,
  type ProviderData,
  type ProviderWebhook,
  type WebhookAction,
} from '@stoa/payment'

/** The shop's side of the bank. */
export class BankProvider extends PaymentProviderStrategy {
  readonly id = 'pp_bank'
  readonly #url: string

  constructor(url: string) {
    super()
    this.#url = url
  }

  async initiatePayment({ amount, context }: AmountCall & { context: ProviderData }) {
    const id = String(context.session_id)
    return { data: await this.#ask('initiate', { id, amount: amount.toFixed() }) }
  }

  authorizePayment({ data, idempotency_key }: PaymentCall): Promise<PaymentResult> {
    return this.#result('authorize', data, idempotency_key)
  }

  override getPaymentStatus({ data }: { data: ProviderData }): Promise<PaymentResult> {
    return this.#result('status', data)
  }

  async capturePayment({ data, amount, idempotency_key }: AmountCall) {
    return {
      data: await this.#ask('capture', { id: data.id, amount: amount.toFixed(), key: idempotency_key }),
    }
  }

  async refundPayment({ data, amount, idempotency_key }: AmountCall) {
    return {
      data: await this.#ask('refund', { id: data.id, amount: amount.toFixed(), key: idempotency_key }),
    }
  }

  async cancelPayment({ data, idempotency_key }: PaymentCall) {
    return { data: await this.#ask('cancel', { id: data.id, key: idempotency_key }) }
  }

  /** The bank of this experiment signs nothing: nobody else can reach the hosts. */
  override async getWebhookActionAndData({ raw_body }: ProviderWebhook): Promise<WebhookAction> {
    const { id, amount } = JSON.parse(raw_body.toString())
    return {
      action: 'captured',
      session_id: id,
      amount: BigNumber(amount),
      currency_code: 'eur',
      data: { id },
    }
  }

  async #result(what: string, data: ProviderData, key?: string): Promise<PaymentResult> {
    const answer = await this.#ask(what, { id: data.id, ...(key ? { key } : {}) })
    return { status: answer.status as PaymentResult['status'], data: answer }
  }

  async #ask(what: string, body: object): Promise<ProviderData> {
    const response = await fetch(`${this.#url}/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    })
    return (await response.json()) as ProviderData
  }
}
