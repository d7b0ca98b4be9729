import type { Rate } from './choose-rates.ts'
import {
  type Rated,
  type TaxableItem,
  type TaxableShippingMethod,
  type TaxLine,
  TaxProviderStrategy,
} from './tax-provider-strategy.ts'

/** The default: the rates that stand in the shop's tax regions. */
export class SystemTaxProvider extends TaxProviderStrategy {
  readonly id = 'tp_system'

  getTaxLines(
    items: readonly Rated<TaxableItem>[],
    shippingMethods: readonly Rated<TaxableShippingMethod>[],
  ): TaxLine[] {
    const line = (rate: Rate) => ({
      rate: rate.rate ?? 0,
      code: rate.code,
      name: rate.name,
      description: rate.name,
      provider_id: this.id,
      tax_rate_id: rate.id,
    })
    return [
      ...items.flatMap(({ thing, rates }) =>
        rates.map((rate) => ({ line_item_id: thing.id, ...line(rate) })),
      ),
      ...shippingMethods.flatMap(({ thing, rates }) =>
        rates.map((rate) => ({ shipping_method_id: thing.id, ...line(rate) })),
      ),
    ]
  }
}
