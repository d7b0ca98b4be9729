import {
  type AmountCall,
  type PaymentCall,
  PaymentProviderStrategy,
  type PaymentResult,
  type ProviderData,
} from '../src/index.ts'

type Answer = (call: PaymentCall) => Promise<unknown>

/**
 * Payment by cheque: a provider as a shop adds one, which writes down how it was called. It does each key once, and what
 * `before` throws or waits for comes first.
 */
export class ChequePayment extends PaymentProviderStrategy {
  readonly id = 'pp_cheque'
  readonly calls: Record<string, unknown>[] = []
  /** What moved, by key. */
  readonly moved = new Map<string, string>()
  before: Answer = async () => {}

  async initiatePayment({ amount, ...call }: AmountCall & { context: ProviderData }) {
    this.calls.push({ method: 'initiate', amount: amount.toFixed(), ...call })
    return { data: { ...call.data, number: 1 } }
  }

  async authorizePayment(call: PaymentCall): Promise<PaymentResult> {
    return { status: 'authorized', data: this.#note('authorize', call) }
  }

  async capturePayment(call: AmountCall) {
    return { data: await this.#move('capture', call) }
  }

  async refundPayment(call: AmountCall) {
    return { data: await this.#move('refund', call) }
  }

  async cancelPayment(call: PaymentCall & Partial<AmountCall>) {
    await this.before(call)
    return { data: this.#note('cancel', call) }
  }

  async #move(method: string, call: AmountCall) {
    await this.before(call)
    this.moved.set(call.idempotency_key, `${method} ${call.amount.toFixed()} ${call.currency_code}`)
    return this.#note(method, call)
  }

  #note(method: string, call: PaymentCall) {
    this.calls.push({ method, ...call })
    return call.data
  }
}
