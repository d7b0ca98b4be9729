import type { PricedShippingOption, ShippingPrice } from '@stoa/settings'

/** The columns of a cart's shipping method. */
export const methodOf = (
  option: PricedShippingOption,
  price: ShippingPrice,
  data: Record<string, unknown> | undefined,
  id: string,
) => ({
  id,
  name: option.name,
  ...price,
  shipping_option_id: option.id,
  data: data ?? {},
})
