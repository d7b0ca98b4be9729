import { FulfillmentProviders } from '@stoa/fulfillment'
import { BigNumber, type Container, StoaError } from '@stoa/kernel'
import type { PricedShippingOption, Shipped } from './shipping-options-for.ts'

/** What shipping costs. */
export interface ShippingPrice {
  amount: BigNumber
  is_tax_inclusive: boolean
}

/**
 * Asks the option's provider what shipping costs. It may call outside, so never do it inside a transaction.
 *
 * @param data what the provider wants to know from the buyer
 * @throws StoaError `invalid_data` for an option whose price is fixed
 */
export async function calculatePrice(
  container: Container,
  option: Pick<PricedShippingOption, 'id' | 'price_type' | 'provider_id' | 'data'>,
  shipped: Shipped,
  data: Record<string, unknown> = {},
): Promise<ShippingPrice> {
  if (option.price_type !== 'calculated' || option.provider_id === null) {
    throw new StoaError(
      'invalid_data',
      `The price of shipping option ${option.id} is fixed: GET /store/shipping-options shows it.`,
    )
  }
  const provider = container.resolve(FulfillmentProviders).get(option.provider_id)
  const price = await provider.calculatePrice(option.data ?? {}, data, { ...shipped })
  return {
    amount: BigNumber(price.calculated_amount),
    is_tax_inclusive: price.is_calculated_price_tax_inclusive,
  }
}

/** The fixed price of an option; none where its provider computes it. */
export const fixedPrice = ({
  calculated_price,
  is_tax_inclusive,
}: PricedShippingOption): ShippingPrice | undefined =>
  calculated_price
    ? { amount: BigNumber(calculated_price.raw_calculated_amount.value), is_tax_inclusive }
    : undefined
