import { moduleService, StoaError, writeTogether } from '@stoa/kernel'
import { type CartChanges, writesOf } from './changes.ts'
import { entities } from './entities/index.ts'
import { parseSnapshot } from './parse-snapshot.ts'
import { type CartSnapshot, snapshotSql } from './snapshot.ts'

/** Carts and what is in them. */
export class CartService extends moduleService(entities) {
  /**
   * Locks a cart until the end of the open transaction and reads it whole. Whoever changes a cart does so under this lock,
   * so that two changes at once happen one after the other.
   *
   * The lock is a statement of its own: one that locked and read at once would, after waiting for another's change, give
   * the lines as they were before it.
   *
   * @throws StoaError `not_found`
   */
  async lockCart(id: string): Promise<CartSnapshot> {
    await this.database.query(
      'select 1 from stoa_cart.cart where id = $1 and deleted_at is null for update',
      [id],
      {
        name: 'cart_lock',
      },
    )
    const [row] = await this.database.query<{ body: string }>(snapshotSql, [id], { name: 'cart_snapshot' })
    if (!row) throw new StoaError('not_found', `Cart with id: ${id} was not found`)
    return parseSnapshot(row.body)
  }

  /**
   * Writes changes of a locked cart in one statement, however many lines it has.
   *
   * @param cart what {@link lockCart} gave
   */
  async applyChanges(cart: CartSnapshot, changes: CartChanges): Promise<void> {
    await writeTogether(this.database, writesOf(cart, changes))
  }

  /**
   * Writes a new cart with all that is in it, in one statement.
   *
   * @param cart an empty snapshot, which gives the id
   * @param changes its columns and what is in it
   */
  async openCart(cart: CartSnapshot, changes: CartChanges): Promise<void> {
    await writeTogether(this.database, writesOf(cart, changes, true))
  }

  /**
   * Closes a cart for good.
   *
   * @param unchangedSince the `updated_at` of a snapshot: a cart that was changed after it stays open
   * @returns whether it was closed: only one caller ever gets `true`
   */
  async markCompleted(id: string, unchangedSince?: string): Promise<boolean> {
    const rows = await this.database.query(
      `update stoa_cart.cart set completed_at = now(), updated_at = now()
       where id = $1 and completed_at is null and deleted_at is null
         and ($2::timestamptz is null or updated_at = $2::timestamptz) returning id`,
      [id, unchangedSince ?? null],
    )
    return rows.length === 1
  }
}
