import { moduleService, writeTogether } from '@stoa/kernel'
import { changeProperties } from './change-properties.ts'
import { entities } from './entities/index.ts'
import type { NewOrder } from './new-order.ts'
import type { OrderProperties } from './order-properties.ts'
import { orderWrites } from './order-writes.ts'
import { removeReturnReason } from './return-reasons.ts'
import { moveOrder } from './statuses.ts'

/** Orders: what was bought, at which price, and how far it has come. */
export class OrderService extends moduleService(entities) {
  /**
   * Writes a new order in one statement, however many lines it has.
   *
   * @returns its id and the number a shopkeeper calls it by
   */
  async placeOrder(order: NewOrder): Promise<{ id: string; display_id: number }> {
    return this.database.transaction(async () => {
      const writes = orderWrites(order, new Date().toISOString())
      const [placed] = await writeTogether<{ id: string; display_id: number }>(this.database, writes)
      return placed as { id: string; display_id: number }
    })
  }

  /**
   * Sets the e-mail address, postal addresses, locale or metadata of an order. Each that is really different becomes a
   * confirmed change of the type `update_order`, whose action holds the value before and after.
   *
   * @param by the id of whoever does it
   * @returns whether anything was different
   * @throws StoaError `invalid_data` for a cancelled order and for another country to ship to
   */
  changeProperties(orderId: string, wanted: OrderProperties, by: string | null): Promise<boolean> {
    return changeProperties(this.database, orderId, wanted, by)
  }

  /**
   * Marks an order as done.
   *
   * @returns whether it was not yet
   * @throws StoaError `invalid_data` for one that is cancelled, archived or a draft
   */
  completeOrder(orderId: string): Promise<boolean> {
    return moveOrder(this.database, orderId, 'completed')
  }

  /**
   * Puts an order away.
   *
   * @returns whether it was not yet
   * @throws StoaError `invalid_data` for one that is neither done nor cancelled
   */
  archiveOrder(orderId: string): Promise<boolean> {
    return moveOrder(this.database, orderId, 'archived')
  }

  /** Soft-deletes a reason for returns. Those that were kinds of it stay, each standing for itself. */
  async removeReturnReason(id: string): Promise<void> {
    await removeReturnReason(this.database, id)
  }
}
