import { type PaymentCall, PaymentProviderStrategy, type PaymentResult } from './payment-provider-strategy.ts'

/** Payment on account: every payment is authorised at once, and the shop sees to its money itself. */
export class SystemPaymentProvider extends PaymentProviderStrategy {
  readonly id = 'pp_system_default'

  async initiatePayment({ data }: PaymentCall) {
    return { data }
  }

  async authorizePayment({ data }: PaymentCall): Promise<PaymentResult> {
    return { status: 'authorized', data }
  }

  override async getPaymentStatus({ data }: Pick<PaymentCall, 'data'>): Promise<PaymentResult> {
    return { status: 'authorized', data }
  }

  async capturePayment({ data }: PaymentCall) {
    return { data }
  }

  async refundPayment({ data }: PaymentCall) {
    return { data }
  }

  async cancelPayment({ data }: PaymentCall) {
    return { data }
  }
}
