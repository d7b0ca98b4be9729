import { FulfillmentService, type OfferedShippingOption } from '@stoa/fulfillment'
import { languageTag } from '@stoa/http'
import type { Container } from '@stoa/kernel'
import { Query, type ResultRow } from '@stoa/query'

/** A shipping option that may be chosen, with what it costs there. */
export type PricedShippingOption = OfferedShippingOption & {
  /** None yet where the provider computes it: ask for it with the route that calculates. */
  amount: number | null
  is_tax_inclusive: boolean
  calculated_price: ResultRow | null
  prices: ResultRow[]
  insufficient_inventory: boolean
}

/** What decides how something can be shipped: a part of a cart or an order. */
export interface Shipped {
  sales_channel_id: string | null
  currency_code: string
  region_id: string | null
  shipping_address: { [name: string]: unknown } | null
  /** In which language its ways are to be called. Default: as they were written. */
  locale?: string | null | undefined
}

/**
 * The shipping options of the stock locations that serve a sales channel, reach an address and have a price in a currency.
 *
 * @param options.is_return for goods that go back. Default: false
 * @param options.in_store only those that buyers may choose. Default: true
 * @example
 * const [cheapest] = (await shippingOptionsFor(container, order)).sort((a, b) => (a.amount ?? 0) - (b.amount ?? 0))
 */
export async function shippingOptionsFor(
  container: Container,
  shipped: Shipped,
  { is_return = false, in_store = true }: { is_return?: boolean; in_store?: boolean } = {},
): Promise<PricedShippingOption[]> {
  const sets = await fulfillmentSetsOf(container, shipped.sales_channel_id)
  const address = shipped.shipping_address
  const offered = await container.resolve(FulfillmentService).listShippingOptionsForContext({
    fulfillment_set_ids: [...sets.keys()],
    address: {
      country_code: (address?.country_code as string | null) ?? undefined,
      province_code: (address?.province as string | null) ?? undefined,
      city: (address?.city as string | null) ?? undefined,
      postal_code: (address?.postal_code as string | null) ?? undefined,
    } as never,
    context: {
      enabled_in_store: in_store ? 'true' : ['true', 'false'],
      is_return: String(is_return),
    },
  })
  if (offered.length === 0) return []
  const prices = await pricesOf(container, offered, shipped)
  return offered.flatMap((option) => {
    const price = prices.get(option.id)
    const calculated_price = (price?.calculated_price ?? null) as ResultRow | null
    if (!calculated_price && option.price_type === 'flat') return []
    const location = sets.get(option.service_zone.fulfillment_set_id)
    const fulfillment_set = { ...option.service_zone.fulfillment_set, location }
    return [
      {
        ...option,
        ...wordsOf(option, price),
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
  if (channelId === null) return new Map()
  const locations = await container.resolve(Query).list('stock_location', {
    fields: ['id', '*address', 'fulfillment_sets.id'],
    filters: { sales_channels: { id: channelId } },
  })
  return new Map(
    locations.flatMap(({ fulfillment_sets, id, address }) =>
      (fulfillment_sets as ResultRow[]).map((set) => [set.id as string, { id, address }]),
    ),
  )
}

/** What an option is called in the language that was asked for, if one was. */
function wordsOf(option: OfferedShippingOption, row: ResultRow | undefined): Partial<OfferedShippingOption> {
  if (row?.name === undefined) return {}
  return { name: row.name, ...(row.type ? { type: { ...option.type, ...row.type } } : {}) }
}

async function pricesOf(container: Container, options: readonly OfferedShippingOption[], shipped: Shipped) {
  const locale = languageTag(shipped.locale)
  const rows = await container.resolve(Query).list('shipping_option', {
    fields: [
      'id',
      'calculated_price',
      '*prices',
      '*prices.price_rules',
      '*prices.price_list',
      ...(locale ? ['name', 'type.label', 'type.description'] : []),
    ],
    filters: { id: options.map(({ id }) => id) },
    context: { currency_code: shipped.currency_code, region_id: shipped.region_id, locale },
  })
  return new Map(rows.map((row) => [row.id as string, row]))
}
