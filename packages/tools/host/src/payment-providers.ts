import { type Provider, provide } from '@stoa/kernel'
import { PaymentProviders, SystemPaymentProvider } from '@stoa/payment'
import type { HostOptions } from './options.ts'

/** Stripe beside payment on account, where it is configured: a host without it does not load its SDK. */
export async function paymentProviders({ stripe }: HostOptions): Promise<Provider<PaymentProviders>[]> {
  if (!stripe) return []
  const { StripePayment } = await import('@stoa/payment-stripe')
  const providers = [new SystemPaymentProvider(), new StripePayment(stripe)]
  return [provide(PaymentProviders, () => new PaymentProviders(providers))]
}
