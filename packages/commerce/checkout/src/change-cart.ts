import { type CartChanges, CartService, type CartSnapshot, nextCart, totalOf } from '@stoa/cart'
import { type PromoCodeChange, promotionsOf } from '@stoa/catalog'
import { Events } from '@stoa/events'
import { Database } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { findRegion, type SellingRegion, taxesOf } from '@stoa/settings'
import type { FastifyRequest } from 'fastify'
import { assertMayChange } from './access.ts'
import { holdPromotions, type Surroundings, surroundingsOf } from './surroundings.ts'

/** What is to change, given the cart under its lock, and the customer groups whose prices it has. */
export type Decide = (
  cart: CartSnapshot,
  region: SellingRegion | undefined,
  groups: readonly string[],
) => Promise<CartChanges> | CartChanges

/**
 * The one way in which a cart changes: under its lock it is read, the change decided, taxes and discounts found anew, and all
 * of it written in one statement. What is to be paid follows the new total.
 *
 * @param decide a function of the locked cart; it may read, but writes nothing
 * @param options.region_id the region the cart will be in, where that changes
 * @param options.promo_codes what the buyer does to the codes of the cart
 * @throws StoaError `not_found` for a cart that is not the asker's, `not_allowed` for a completed one, `invalid_data` for
 *   promotion codes that do not exist
 */
export async function changeCart(
  request: FastifyRequest,
  id: string,
  decide: Decide,
  options: { region_id?: string; promo_codes?: PromoCodeChange; events?: readonly string[] } = {},
): Promise<void> {
  const { container } = request
  const database = container.resolve(Database)
  const carts = container.resolve(CartService)
  await database.transaction(async () => {
    const cart = await carts.lockCart(id)
    const before = await surroundingsOf(database, cart)
    assertMayChange(request, cart, before)
    const regionId = options.region_id ?? cart.region_id
    const region = regionId ? await findRegion(container, regionId) : undefined
    const decided = await decide(cart, region, groupsOf(request, cart, before))
    const taxed = { ...decided, tax_lines: await taxesOf(container, nextCart(cart, decided), region) }
    const next = nextCart(cart, taxed)
    const { adjustments, promotion_ids } = await promotionsOf(container, next, before, options.promo_codes)
    const changes = { ...taxed, adjustments }
    await carts.applyChanges(cart, changes)
    await holdPromotions(database, cart.id, before.promotions, promotion_ids)
    if (before.collection_id !== null) {
      const total = totalOf(nextCart(cart, changes))
      await container.resolve(PaymentService).changeCollectionAmount(before.collection_id, total)
    }
    await container
      .resolve(Events)
      .emitAll(['cart.updated', ...(options.events ?? [])].map((name) => ({ name, data: { id: cart.id } })))
  })
}

/** Those of the cart's customer or, while it has none, of who asks. */
const groupsOf = ({ asker }: FastifyRequest, cart: CartSnapshot, { customer_group_ids }: Surroundings) =>
  cart.customer_id === null ? (asker.actor?.customer_group_ids ?? []) : customer_group_ids
