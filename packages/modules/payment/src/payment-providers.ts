import { ProviderRegistry } from '@stoa/kernel'
import type { PaymentProviderStrategy } from './payment-provider-strategy.ts'

/**
 * The payment services that are installed. Register another list under this class to add to them.
 *
 * @example
 * provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), new MyProvider()]))
 */
export class PaymentProviders extends ProviderRegistry<PaymentProviderStrategy> {
  readonly kind = 'payment provider'
}
