import { CustomerService } from '@stoa/customer'
import { FulfillmentService } from '@stoa/fulfillment'
import { ProductService } from '@stoa/product'
import { RegionService } from '@stoa/region'
import { SalesChannelService } from '@stoa/sales-channel'
import type { CatalogShop } from './shop.ts'

/** Something of each kind that rules may name: value and label by the attribute's id. */
export async function thingsToName({ modules }: CatalogShop): Promise<Record<string, [string, string]>> {
  const products = modules.resolve(ProductService)
  const region = await modules.resolve(RegionService).createRegions({ name: 'Europe', currency_code: 'eur' })
  const group = await modules.resolve(CustomerService).createCustomerGroups({ name: 'VIP' })
  const channel = await modules.resolve(SalesChannelService).createSalesChannels({ name: 'Web' })
  const shipping = await modules
    .resolve(FulfillmentService)
    .createShippingOptionTypes({ label: 'Express', code: 'express' })
  const [mug] = await products.createCompleteProducts([{ title: 'Mug' }, { title: 'Plate' }])
  const category = await products.addCategory({ name: 'Kitchen' })
  const collection = await products.createProductCollections({ title: 'Blue', handle: 'blue' })
  const type = await products.createProductTypes({ value: 'Ceramics' })
  const tag = await products.createProductTags({ value: 'new' })
  return {
    region: [region.id, 'Europe'],
    customer_group: [group.id, 'VIP'],
    sales_channel: [channel.id, 'Web'],
    shipping_option_type: [shipping.id, 'Express'],
    product: [mug?.id as string, 'Mug'],
    product_category: [category.id, 'Kitchen'],
    product_collection: [collection.id, 'Blue'],
    product_type: [type.id, 'Ceramics'],
    product_tag: [tag.id, 'new'],
    country: ['de', 'Germany'],
    currency_code: ['eur', 'Euro'],
  }
}
