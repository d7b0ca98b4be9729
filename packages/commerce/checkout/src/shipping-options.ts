import type { CartSnapshot } from '@stoa/cart'
import { FulfillmentProviders, FulfillmentService, type OfferedShippingOption } from '@stoa/fulfillment'
import { BigNumber, type Container, Database, StoaError } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'

/** An option a buyer may choose for a cart, with what it costs there. */
export type PricedShippingOption = OfferedShippingOption & {
  /** None yet where the provider computes it: ask for it with the route that calculates. */
  amount: number | null
  is_tax_inclusive: boolean
  calculated_price: ResultRow | null
  prices: ResultRow[]
  insufficient_inventory: boolean
}

/** The part of a cart that decides how it can be shipped. */
export type ShippedCart = Pick<CartSnapshot, 'sales_channel_id' | 'currency_code' | 'region_id'> & {
  shipping_address: { [name: string]: unknown } | null
}

/**
 * The shipping options of the stock locations that serve a cart's channel, reach its address and have a price in its
 * currency.
 *
 * @param isReturn for goods that go back
 */
export async function optionsFor(
  container: Container,
  cart: ShippedCart,
  isReturn = false,
): Promise<PricedShippingOption[]> {
  const sets = await fulfillmentSetsOf(container, cart.sales_channel_id)
  const address = cart.shipping_address
  const offered = await container.resolve(FulfillmentService).listShippingOptionsForContext({
    fulfillment_set_ids: [...sets.keys()],
    address: {
      country_code: (address?.country_code as string | null) ?? undefined,
      province_code: (address?.province as string | null) ?? undefined,
      city: (address?.city as string | null) ?? undefined,
      postal_code: (address?.postal_code as string | null) ?? undefined,
    } as never,
    context: { enabled_in_store: 'true', is_return: String(isReturn) },
  })
  if (offered.length === 0) return []
  const prices = await pricesOf(container, offered, cart)
  return offered.flatMap((option) => {
    const price = prices.get(option.id)
    const calculated_price = (price?.calculated_price ?? null) as ResultRow | null
    if (!calculated_price && option.price_type === 'flat') return []
    const location = sets.get(option.service_zone.fulfillment_set_id)
    const fulfillment_set = { ...option.service_zone.fulfillment_set, location }
    return [
      {
        ...option,
        service_zone: { ...option.service_zone, fulfillment_set },
        amount: (calculated_price?.calculated_amount as number | undefined) ?? null,
        is_tax_inclusive:
          (calculated_price?.is_calculated_price_tax_inclusive as boolean | undefined) ?? false,
        calculated_price,
        prices: (price?.prices as ResultRow[] | undefined) ?? [],
        insufficient_inventory: false,
      },
    ]
  })
}

/** The fulfilment sets that serve a sales channel, each with its location. */
async function fulfillmentSetsOf(
  container: Container,
  channelId: string | null,
): Promise<Map<string, ResultRow>> {
  const rows = await container.resolve(Database).query<{ id: string; location: ResultRow }>(
    `select fs.fulfillment_set_id as id,
       json_build_object('id', l.id, 'address', (select to_json(a) from stoa_stock_location.stock_location_address a where a.id = l.address_id)) as location
     from stoa_link.sales_channel_stock_location ch
     join stoa_stock_location.stock_location l on l.id = ch.stock_location_id and l.deleted_at is null
     join stoa_link.location_fulfillment_set fs on fs.stock_location_id = l.id
     where ch.sales_channel_id = $1`,
    [channelId],
    { name: 'shipping_sets' },
  )
  return new Map(rows.map(({ id, location }) => [id, location]))
}

async function pricesOf(container: Container, options: readonly OfferedShippingOption[], cart: ShippedCart) {
  const rows = await container.resolve(Query).list('shipping_option', {
    fields: ['id', 'calculated_price', '*prices', '*prices.price_rules', '*prices.price_list'],
    filters: { id: options.map(({ id }) => id) },
    context: { currency_code: cart.currency_code, region_id: cart.region_id },
  })
  return new Map(rows.map((row) => [row.id as string, row]))
}

/** What a shipping method costs. */
export interface ShippingPrice {
  amount: BigNumber
  is_tax_inclusive: boolean
}

/**
 * Asks the option's provider what shipping this cart costs. It may call outside, so never do it inside a transaction.
 *
 * @param data what the provider wants to know from the buyer
 * @throws StoaError `invalid_data` for an option whose price is fixed
 */
export async function calculatePrice(
  container: Container,
  option: PricedShippingOption,
  cart: ShippedCart,
  data: Record<string, unknown> = {},
): Promise<ShippingPrice> {
  if (option.price_type !== 'calculated' || option.provider_id === null) {
    throw new StoaError(
      'invalid_data',
      `The price of shipping option ${option.id} is fixed: GET /store/shipping-options shows it.`,
    )
  }
  const provider = container.resolve(FulfillmentProviders).get(option.provider_id)
  const price = await provider.calculatePrice(option.data ?? {}, data, { ...cart })
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
