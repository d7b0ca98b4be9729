import type { BigNumber } from '@stoa/kernel'
import { type PaymentCall, PaymentProviderStrategy, type PaymentResult } from '../src/index.ts'

/** Payment by cheque: a provider as a shop adds one, which writes down how it was called. */
export class ChequePayment extends PaymentProviderStrategy {
  readonly id = 'pp_cheque'
  readonly calls: Record<string, unknown>[] = []

  async initiatePayment({
    amount,
    ...call
  }: PaymentCall & { amount: BigNumber; currency_code: string; context: Record<string, unknown> }) {
    this.calls.push({ method: 'initiate', amount: amount.toFixed(), ...call })
    return { data: { ...call.data, number: 1 } }
  }

  async authorizePayment(call: PaymentCall): Promise<PaymentResult> {
    return { status: 'authorized', data: this.#note('authorize', call) }
  }

  async capturePayment(call: PaymentCall) {
    return { data: this.#note('capture', call) }
  }

  async refundPayment(call: PaymentCall) {
    return { data: this.#note('refund', call) }
  }

  async cancelPayment(call: PaymentCall) {
    return { data: this.#note('cancel', call) }
  }

  #note(method: string, call: PaymentCall) {
    this.calls.push({ method, ...call })
    return call.data
  }
}
