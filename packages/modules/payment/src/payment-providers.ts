import { ProviderRegistry, StoaError } from '@stoa/kernel'
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

type Optional = {
  [Name in keyof PaymentProviderStrategy]-?: undefined extends PaymentProviderStrategy[Name] ? Name : never
}[keyof PaymentProviderStrategy]

/**
 * A method that not every provider has.
 *
 * @throws StoaError `not_allowed` where this one does not
 */
export function offered<Name extends Optional>(
  provider: PaymentProviderStrategy,
  name: Name,
): NonNullable<PaymentProviderStrategy[Name]> {
  const method = provider[name] as ((...args: never[]) => unknown) | undefined
  if (method) return method.bind(provider) as never
  throw new StoaError('not_allowed', `Payment provider ${provider.id} does not have ${name}.`)
}
