import { productShippingProfile, variantInventoryItem } from '@stoa/catalog'
import { FulfillmentService } from '@stoa/fulfillment'
import { InventoryService } from '@stoa/inventory'
import { BigNumber, createId } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { ProductService } from '@stoa/product'
import { createLinks } from '@stoa/query'
import { SalesChannelService } from '@stoa/sales-channel'
import { locationFulfillmentSet, salesChannelStockLocation, shippingOptionPriceSet } from '@stoa/settings'
import { StockLocationService } from '@stoa/stock-location'
import { sell, twoMugs } from './sell.ts'
import type { Shop } from './shop.ts'

/** Two places with goods in them, and a carrier that calls at the first. */
export interface Warehouse {
  shop: Shop
  channel: string
  berlin: string
  munich: string
  profile: string
  zone: string
  /** A shipping option from Berlin, by the carrier. */
  option: string
  /** A way for goods back to Berlin, at 4 euros. */
  returnOption: string
}

export async function openWarehouse(shop: Shop): Promise<Warehouse> {
  const { modules, database } = shop
  const locations = modules.resolve(StockLocationService)
  const fulfillment = modules.resolve(FulfillmentService)
  const { id: berlin } = await locations.createStockLocations({ name: 'Berlin' })
  const { id: munich } = await locations.createStockLocations({ name: 'Munich' })
  const { id: channel } = await modules.resolve(SalesChannelService).createSalesChannels({ name: 'Web' })
  await createLinks(
    database,
    salesChannelStockLocation,
    [berlin, munich].map((stock_location_id) => ({ sales_channel_id: channel, stock_location_id })),
  )
  const [profile] = await fulfillment.listShippingProfiles()
  const set = await fulfillment.createFulfillmentSets({ name: 'Parcels', type: 'shipping' })
  await createLinks(database, locationFulfillmentSet, [
    { stock_location_id: berlin, fulfillment_set_id: set.id },
  ])
  const zone = await fulfillment.createServiceZones({
    name: 'Germany',
    fulfillment_set_id: set.id,
    geo_zones: [{ type: 'country', country_code: 'de' }],
  } as never)
  const wh = { shop, channel, berlin, munich, profile: profile?.id as string, zone: zone.id }
  return {
    ...wh,
    option: await addOption(wh, { is_return: 'false' }),
    returnOption: await addOption(wh, { is_return: 'true' }, 4),
  }
}

/** A shipping option whose rules are these, at a price in euros. */
export async function addOption(
  { shop, zone, profile }: Pick<Warehouse, 'shop' | 'zone' | 'profile'>,
  rules: Record<string, string>,
  amount = 5,
  more: Record<string, unknown> = {},
): Promise<string> {
  const [option] = await shop.modules.resolve(FulfillmentService).createShippingOptions([
    {
      name: 'Standard',
      service_zone_id: zone,
      shipping_profile_id: profile,
      provider_id: 'carrier_test',
      price_type: 'flat',
      data: { service: 'standard' },
      type: { label: 'Standard', description: 'Two days', code: 'standard' },
      rules: Object.entries({ enabled_in_store: 'true', ...rules }).map(([attribute, value]) => ({
        attribute,
        operator: 'eq',
        value,
      })),
      ...more,
    } as never,
  ])
  const [prices] = await shop.modules
    .resolve(PricingService)
    .createPriceSets([{ prices: [{ currency_code: 'eur', amount }] }])
  await createLinks(shop.database, shippingOptionPriceSet, [
    { shipping_option_id: option?.id, price_set_id: prices?.id },
  ])
  return option?.id as string
}

/** A variant that is made of items in the stock; ten of each lie in Berlin and in Munich. */
export interface StockedVariant {
  id: string
  product_id: string
  items: string[]
}

export async function stockVariant(
  { shop, berlin, munich, profile }: Warehouse,
  {
    required = [1],
    allow_backorder = false,
    shipping_profile = profile,
  }: { required?: number[]; allow_backorder?: boolean; shipping_profile?: string } = {},
): Promise<StockedVariant> {
  const { modules, database } = shop
  const [product] = await modules.resolve(ProductService).createCompleteProducts([
    {
      title: `Mug ${createId('x')}`,
      options: [{ title: 'Size', values: ['S'] }],
      variants: [{ title: 'S', options: { Size: 'S' }, manage_inventory: true, allow_backorder }],
    },
  ])
  const variant = product?.variants[0]?.id as string
  const inventory = modules.resolve(InventoryService)
  const items: string[] = []
  for (const required_quantity of required) {
    const { id } = await inventory.createInventoryItems({ sku: createId('SKU'), title: 'Part' })
    items.push(id)
    await inventory.createInventoryLevels(
      [berlin, munich].map((location_id) => ({
        inventory_item_id: id,
        location_id,
        stocked_quantity: BigNumber(10),
      })) as never,
    )
    await createLinks(database, variantInventoryItem, [
      { variant_id: variant, inventory_item_id: id, required_quantity },
    ])
  }
  await createLinks(database, productShippingProfile, [
    { product_id: product?.id, shipping_profile_id: shipping_profile },
  ])
  return { id: variant, product_id: product?.id as string, items }
}

/** A line of so many of a variant. */
export function lineOf(variant: StockedVariant | undefined, quantity: number, values: object = {}) {
  const line = twoMugs()
  const of = variant ? { variant_id: variant.id, product_id: variant.product_id } : {}
  return { ...line, quantity, values: { ...line.values, ...of, ...values } }
}

/** Places an order of these lines, whose goods are reserved in Berlin, to be sent by the warehouse's option. */
export async function order(
  { shop, channel, berlin, option }: Warehouse,
  lines: ReturnType<typeof lineOf>[],
  values: Record<string, unknown> = {},
  more: object = {},
): Promise<string> {
  const parts = await shop.database.query<{ line: string; item: string; required: number }>(
    `select l.line, link.inventory_item_id as item, link.required_quantity as required
     from json_to_recordset($1) as l(line text, variant text)
     join stoa_link.product_variant_inventory_item link on link.variant_id = l.variant`,
    [JSON.stringify(lines.map(({ id, values }) => ({ line: id, variant: values.variant_id })))],
  )
  const quantities = new Map(lines.map(({ id, quantity }) => [id, quantity]))
  await shop.modules.resolve(InventoryService).reserve(
    parts.map(({ line, item, required }) => ({
      line_item_id: line,
      inventory_item_id: item,
      location_ids: [berlin],
      quantity: (quantities.get(line) ?? 0) * required,
    })),
  )
  return sell(
    shop,
    { sales_channel_id: channel, ...values },
    {
      items: lines,
      shipping_methods: [
        {
          id: createId('ordsm'),
          values: {
            name: 'Standard',
            amount: BigNumber(5),
            shipping_option_id: option,
            data: { pickup: 'A1' },
          },
          tax_lines: [],
          adjustments: [],
        },
      ],
      ...more,
    },
  )
}

/** What lies and is promised of an item: `[stocked, reserved]`, in Berlin and in Munich. */
export async function stockOf({ shop, berlin, munich }: Warehouse, item: string) {
  const levels = await shop.modules.resolve(InventoryService).listInventoryLevels({ inventory_item_id: item })
  const at = (id: string) => {
    const level = levels.find(({ location_id }) => location_id === id)
    return [Number(level?.stocked_quantity), Number(level?.reserved_quantity)]
  }
  return { berlin: at(berlin), munich: at(munich) }
}

/** Fails unless what is promised at each level is the sum of the reservations. */
export async function brokenLevels({ shop }: Warehouse) {
  return shop.modules.resolve(InventoryService).repair()
}
