import type { PricedShippingOption, ShippingPrice } from '@stoa/settings'

/** The columns of a cart's shipping method. */
interface MethodColumns extends ShippingPrice {
  id: string
  name: string
  shipping_option_id: string
  data: Record<string, unknown>
}

/** How a cart is shipped with an option at a price. */
export const methodOf = (
  option: PricedShippingOption,
  price: ShippingPrice,
  data: Record<string, unknown> | undefined,
  id: string,
): MethodColumns => ({
  id,
  name: option.name,
  ...price,
  shipping_option_id: option.id,
  data: data ?? {},
})
