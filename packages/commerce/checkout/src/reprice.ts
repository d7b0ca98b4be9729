import type { CartChanges, CartSnapshot } from '@stoa/cart'
import { findVariants, priceOf } from '@stoa/catalog'
import type { Container } from '@stoa/kernel'
import type { SellingRegion } from '@stoa/settings'

/** What a cart's lines cost in another region. Shipping has to be chosen anew there. */
export async function repriced(
  container: Container,
  cart: CartSnapshot,
  region: SellingRegion,
): Promise<CartChanges> {
  const lines = cart.items.filter((line) => line.variant_id && !line.is_custom_price)
  const variants = await findVariants(
    container,
    lines.map((line) => line.variant_id as string),
    { region_id: region.id, currency_code: region.currency_code, sales_channel_id: cart.sales_channel_id },
  )
  return {
    changed_items: lines.map((line) => ({
      id: line.id,
      ...priceOf(variants.get(line.variant_id as string)?.calculated_price),
    })),
    shipping_methods: [],
  }
}
