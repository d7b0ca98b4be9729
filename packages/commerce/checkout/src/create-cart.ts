import { type CartChanges, CartService, type CartSnapshot, nextCart } from '@stoa/cart'
import { assertInStock, findVariants, promotionsOf } from '@stoa/catalog'
import { CustomerService } from '@stoa/customer'
import { Events } from '@stoa/events'
import { localeOf } from '@stoa/http'
import { createId, Database, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { addressColumns, shippingDefault } from '@stoa/sales'
import { findRegion, type SellingRegion, taxesOf } from '@stoa/settings'
import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { mergeItems } from './line-items.ts'
import type { newCart } from './schemas.ts'
import { customerGroups, holdPromotions } from './surroundings.ts'

/**
 * Opens a cart, with items if some are given.
 *
 * @returns its id
 * @throws StoaError `invalid_data` for items that cannot be sold here, a currency or channel that does not fit, promotion codes
 *   that do not exist
 */
export async function createCart(request: FastifyRequest, body: Static<typeof newCart>): Promise<string> {
  const { container } = request
  const asker = request.asker.actor?.id
  return container.resolve(Database).transaction(async () => {
    const region = await regionOf(request, body.region_id)
    assertCurrency(region, body.currency_code)
    const empty = emptyCart(region, channelOf(request, body.sales_channel_id))
    const items = body.items ?? []
    const locale = body.locale ?? localeOf(request) ?? null
    const buyer = await buyerOf(request, body.email)
    const variants = await findVariants(
      container,
      items.map(({ variant_id }) => variant_id),
      {
        ...empty,
        locale,
        customer_group_ids: items.length > 0 ? await groupsOfBuyer(request, buyer) : [],
      },
      { lines: items },
    )
    assertInStock(items, variants)
    const { added_items } = mergeItems(empty, items, variants)
    const shipping = shippingDefault(region, await addressColumns(container, body.shipping_address, asker))
    const billing = await addressColumns(container, body.billing_address, asker)
    const changes: CartChanges = {
      cart: {
        ...buyer,
        region_id: region.id,
        sales_channel_id: empty.sales_channel_id,
        currency_code: region.currency_code,
        locale,
        metadata: body.metadata ?? null,
      },
      added_items,
      ...(shipping ? { shipping_address: shipping } : {}),
      ...(billing ? { billing_address: billing } : {}),
    }
    const taxed = { ...changes, tax_lines: await taxesOf(container, nextCart(empty, changes), region) }
    const { adjustments, promotion_ids } = await promotionsOf(
      container,
      nextCart(empty, taxed),
      { promotions: [], has_automatic: true },
      { add: body.promo_codes ?? [] },
    )
    await container.resolve(CartService).openCart(empty, { ...taxed, adjustments })
    await holdPromotions(container.resolve(Database), empty.id, [], promotion_ids)
    await container.resolve(Events).emit('cart.created', { id: empty.id })
    return empty.id
  })
}

async function regionOf(
  { container }: FastifyRequest,
  id: string | null | undefined,
): Promise<SellingRegion> {
  if (id) return findRegion(container, id)
  const fields = ['default_region_id']
  const store = await container
    .resolve(Query)
    .first('store', { fields, filters: { default_region_id: { $ne: null } } })
  if (store) return findRegion(container, store.default_region_id as string)
  throw new StoaError('invalid_data', "Field 'region_id' is required: the store has no default region.")
}

function assertCurrency(region: SellingRegion, currency: string | null | undefined): void {
  if (currency && currency.toLowerCase() !== region.currency_code) {
    throw new StoaError(
      'invalid_data',
      `Region ${region.name} sells in ${region.currency_code}, not in ${currency}.`,
    )
  }
}

/** A cart belongs to one of the channels that the publishable key opens. */
function channelOf({ asker }: FastifyRequest, wanted: string | null | undefined): string | null {
  const open = asker.publishable_key?.sales_channel_ids ?? []
  if (wanted && !open.includes(wanted)) {
    throw new StoaError('invalid_data', 'Requested sales channel is not part of the publishable key')
  }
  return wanted ?? open[0] ?? null
}

/** Whoever is signed in, or the guest with this e-mail address. */
export async function buyerOf(
  { container, asker }: FastifyRequest,
  email: string | null | undefined,
): Promise<{ customer_id?: string | null; email?: string | null }> {
  const customers = container.resolve(CustomerService)
  if (asker.actor) {
    const customer = await customers.retrieveCustomer(asker.actor.id)
    return { customer_id: customer.id, email: email ?? customer.email ?? null }
  }
  if (!email) return {}
  const guest = await customers.findOrCreateGuest(email)
  return { customer_id: guest.id, email: guest.email ?? email }
}

/** The groups whose prices a cart gets with its buyer. */
export async function groupsOfBuyer(
  { container, asker }: FastifyRequest,
  { customer_id }: { customer_id?: string | null },
): Promise<readonly string[]> {
  if (asker.actor) return asker.actor.customer_group_ids ?? []
  return customer_id ? customerGroups(container.resolve(Database), customer_id) : []
}

const emptyCart = (region: SellingRegion, sales_channel_id: string | null): CartSnapshot => ({
  id: createId('cart'),
  region_id: region.id,
  customer_id: null,
  sales_channel_id,
  email: null,
  currency_code: region.currency_code,
  locale: null,
  metadata: null,
  completed_at: null,
  updated_at: new Date().toISOString(),
  shipping_address: null,
  billing_address: null,
  items: [],
  shipping_methods: [],
  credit_lines: [],
})
