import { type CartChanges, CartService, type CartSnapshot, nextCart, totalOf } from '@stoa/cart'
import { Events } from '@stoa/events'
import { type BigNumber, Database } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { assertMayChange, type CartOwner } from './access.ts'
import { type CartRegion, findRegion } from './surroundings.ts'
import { taxesOf } from './taxes.ts'

/** What is to change, given the cart under its lock. */
export type Decide = (
  cart: CartSnapshot,
  region: CartRegion | undefined,
) => Promise<CartChanges> | CartChanges

/**
 * The one way in which a cart changes: under its lock it is read, the change decided, the taxes found anew, and all of it
 * written in one statement. What is to be paid follows the new total.
 *
 * @param decide a function of the locked cart; it may read, but writes nothing
 * @param options.region_id the region the cart will be in, where that changes
 * @throws StoaError `not_found` for a cart that is not the asker's, `not_allowed` for a completed one
 */
export async function changeCart(
  request: FastifyRequest,
  id: string,
  decide: Decide,
  options: { region_id?: string; events?: readonly string[] } = {},
): Promise<void> {
  const { container } = request
  const database = container.resolve(Database)
  const carts = container.resolve(CartService)
  await database.transaction(async () => {
    const cart = await carts.lockCart(id)
    assertMayChange(request, cart, await ownerOf(database, cart))
    const regionId = options.region_id ?? cart.region_id
    const region = regionId ? await findRegion(container, regionId) : undefined
    const decided = await decide(cart, region)
    const untaxed = nextCart(cart, decided)
    const changes = { ...decided, tax_lines: await taxesOf(container, untaxed, region) }
    await carts.applyChanges(cart, changes)
    await followTotal(database, cart.id, totalOf(nextCart(cart, changes)))
    await container
      .resolve(Events)
      .emitAll(['cart.updated', ...(options.events ?? [])].map((name) => ({ name, data: { id: cart.id } })))
  })
}

/** Only a cart that names a customer has to be looked up: a guest's opens to all who know its id. */
async function ownerOf(database: Database, { customer_id }: CartSnapshot): Promise<CartOwner | undefined> {
  if (customer_id === null) return undefined
  const [owner] = await database.query<CartOwner & object>(
    'select has_account from stoa_customer.customer where id = $1',
    [customer_id],
    { name: 'cart_owner' },
  )
  return owner
}

/** A session was begun for an amount; when that changes, another has to be begun. */
async function followTotal(database: Database, cartId: string, total: BigNumber): Promise<void> {
  await database.query(
    `with changed as (
       update stoa_payment.payment_collection c set amount = $2::numeric, updated_at = now()
       from stoa_link.cart_payment_collection link
       where link.cart_id = $1 and c.id = link.payment_collection_id and c.amount <> $2::numeric
         and c.status in ('not_paid', 'awaiting') returning c.id
     )
     delete from stoa_payment.payment_session s using changed
     where s.payment_collection_id = changed.id and s.status in ('pending', 'requires_more', 'error')`,
    [cartId, total.toFixed()],
    { name: 'cart_follow_total' },
  )
}
