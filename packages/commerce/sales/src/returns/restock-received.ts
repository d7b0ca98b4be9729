import { InventoryService } from '@stoa/inventory'
import { BigNumber, type Container, StoaError } from '@stoa/kernel'
import type { ItemQuantity, LockedReturn } from '@stoa/order'
import { parcelItems } from '../fulfillments/parcel-items.ts'
import { parcelLines } from '../fulfillments/parcel-lines.ts'

/**
 * Puts goods that came back whole into the stock of the location they came to. What was not kept there before is from now on.
 *
 * @throws StoaError `invalid_data` for goods whose stock is kept, of a return that says not where they came to
 */
export async function restockReceived(
  container: Container,
  { id, order_id, location_id }: Pick<LockedReturn, 'id' | 'order_id' | 'location_id'>,
  received: readonly ItemQuantity[],
): Promise<void> {
  if (received.length === 0) return
  const lines = await parcelLines(container, order_id, received)
  const stocked = lines.map((line) => ({ ...line, reserved: [] }))
  if (location_id === null) {
    if (stocked.every(({ parts }) => parts.length === 0)) return
    throw new StoaError(
      'invalid_data',
      `Return ${id} says not where its goods came to. Set its location_id with POST /admin/returns/${id} first.`,
    )
  }
  const { deductions } = parcelItems(stocked, location_id)
  const inventory = container.resolve(InventoryService)
  await inventory.ensureLevels(deductions)
  await inventory.restock({
    stocked: deductions.map((row) => ({ ...row, quantity: BigNumber(row.quantity).toFixed() })),
    reserved: [],
  })
}
