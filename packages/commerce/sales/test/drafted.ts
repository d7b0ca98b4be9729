import { CustomerService } from '@stoa/customer'
import { type NewPromotion, PromotionService } from '@stoa/promotion'
import { RegionService } from '@stoa/region'
import { TaxService } from '@stoa/tax'
import { pricedVariant } from './edited.ts'
import { type Answer, ok, type Shop } from './shop.ts'
import { openWarehouse, type StockedVariant, type Warehouse } from './warehouse.ts'

const PATH = '/draft-orders'

/** Germany taxes at 10 %, France at 20 %. */
export const BERLIN = { first_name: 'Ada', city: 'Berlin', country_code: 'de' }
export const PARIS = { first_name: 'Ada', city: 'Paris', country_code: 'fr' }

/** A shop with a warehouse, a region of two countries, and mugs at 10 euros. */
export interface DraftShop {
  shop: Shop
  warehouse: Warehouse
  region: string
  mug: StockedVariant
}

export async function openDraftShop(shop: Shop): Promise<DraftShop> {
  const warehouse = await openWarehouse(shop)
  const regions = shop.modules.resolve(RegionService)
  const { id: region } = await regions.createRegions({ name: 'Europe', currency_code: 'eur' })
  await regions.setCountries(region, ['de', 'fr'])
  const taxes = shop.modules.resolve(TaxService)
  for (const [country_code, rate] of [
    ['de', 10],
    ['fr', 20],
  ] as const) {
    await taxes.addTaxRegion({ country_code, provider_id: 'tp_system' }, { name: 'VAT', code: 'vat', rate })
  }
  return { shop, warehouse, region, mug: await pricedVariant(warehouse, 10) }
}

/** Makes a draft to Berlin of two mugs, which come to 22, unless the body says otherwise. */
export const draftOf = ({ shop, warehouse, region, mug }: DraftShop, body: object = {}): Promise<Answer> =>
  shop.admin('POST', PATH, {
    region_id: region,
    email: 'ada@example.com',
    sales_channel_id: warehouse.channel,
    shipping_address: BERLIN,
    items: [{ variant_id: mug.id, quantity: 2 }],
    ...body,
  })

/** The draft of an answer that must have one. */
export const draftIn = (answer: Answer) => ok(answer).draft_order

/** What the edit of a draft answers. */
export const previewIn = (answer: Answer) => ok(answer).draft_order_preview

/** Whatever is done under one draft. */
export const under = (shop: Shop, id: string) => ({
  read: async () => draftIn(await shop.admin('GET', `${PATH}/${id}`)),
  post: (path: string, body: object = {}) => shop.admin('POST', `${PATH}/${id}${path}`, body),
  remove: (path: string, body?: object) => shop.admin('DELETE', `${PATH}/${id}${path}`, body),
  edit: async (path: string, body: object = {}) =>
    previewIn(await shop.admin('POST', `${PATH}/${id}/edit${path}`, body)),
  unedit: async (path: string, body?: object) =>
    previewIn(await shop.admin('DELETE', `${PATH}/${id}/edit${path}`, body)),
})

/** A promotion of 10 % off all items, unless the values say otherwise. */
export async function promotion({ modules }: Shop, code: string, values: object = {}): Promise<string> {
  const [made] = await modules.resolve(PromotionService).createPromotions([
    {
      code,
      type: 'standard',
      status: 'active',
      application_method: { type: 'percentage', value: 10, target_type: 'items', allocation: 'across' },
      ...values,
    } as NewPromotion,
  ])
  return made?.id as string
}

/** How often a promotion was used. */
export async function usesOfPromotion({ modules }: Shop, id: string): Promise<number> {
  return (await modules.resolve(PromotionService).retrievePromotion(id)).used as number
}

/** A customer with an account. */
export async function customer({ modules }: Shop, email: string): Promise<string> {
  const { id } = await modules.resolve(CustomerService).createCustomers({ email, has_account: true })
  return id
}
