import { moduleService, writeTogether } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { NewOrder } from './new-order.ts'
import { orderWrites } from './order-writes.ts'
import { removeReturnReason } from './return-reasons.ts'

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

  /** Soft-deletes a reason for returns. Those that were kinds of it stay, each standing for itself. */
  async removeReturnReason(id: string): Promise<void> {
    await removeReturnReason(this.database, id)
  }
}
