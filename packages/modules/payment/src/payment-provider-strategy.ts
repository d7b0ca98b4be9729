import type { BigNumber } from '@stoa/kernel'

/** What a provider keeps about a payment, to be handed back to it. */
export type ProviderData = Record<string, unknown>

/** Common to all calls that change something: repeating one under the same key has no second effect. */
export interface PaymentCall {
  data: ProviderData
  /** Derived from our own ids, so that a call repeated after a crash is recognised. */
  idempotency_key: string
}

/** What a provider says about a payment. */
export interface PaymentResult {
  status: 'authorized' | 'captured' | 'pending' | 'requires_more' | 'error' | 'canceled'
  data: ProviderData
}

/** One payment service. Sessions name it by its id. Its methods are never called inside a transaction. */
export abstract class PaymentProviderStrategy {
  /** Starts with `pp_`, such as `pp_system_default`. */
  abstract readonly id: string

  /** Begins a payment. The buyer's client may need what `data` then holds. */
  abstract initiatePayment(
    call: PaymentCall & { amount: BigNumber; currency_code: string; context: ProviderData },
  ): Promise<{ data: ProviderData; status?: PaymentResult['status'] }>
  /** Asks for the money to be held. */
  abstract authorizePayment(call: PaymentCall): Promise<PaymentResult>
  /** Takes money that is held. */
  abstract capturePayment(call: PaymentCall & { amount: BigNumber }): Promise<{ data: ProviderData }>
  /** Gives back money that was taken. */
  abstract refundPayment(call: PaymentCall & { amount: BigNumber }): Promise<{ data: ProviderData }>
  /** Lets go of money that is held. */
  abstract cancelPayment(call: PaymentCall): Promise<{ data: ProviderData }>
}
