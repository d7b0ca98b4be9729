import { InventoryService } from '@stoa/inventory'
import { BigNumber, type Container, Database } from '@stoa/kernel'
import type { ChangedLine } from '@stoa/order'
import { reserveLines } from '../reserve-lines.ts'

interface Line {
  id: string
  variant_id: string | null
  /** A decimal in text. */
  fulfilled: string
}

const LINES = `
select line.id, line.variant_id, coalesce(i.fulfilled_quantity, 0)::text as fulfilled
from stoa_order."order" o
join stoa_order.order_line_item line on line.id = any($2::text[])
left join stoa_order.order_item i on i.order_id = o.id and i.version = o.version and i.item_id = line.id and i.deleted_at is null
where o.id = $1`

/**
 * Lets what is promised to the lines of a locked order follow their quantities: more is reserved, of less the rest is released.
 *
 * @throws StoaError `not_allowed` with the code `insufficient_inventory`
 */
export async function followStock(
  container: Container,
  order: { id: string; sales_channel_id: string | null },
  changed: readonly ChangedLine[],
): Promise<void> {
  if (changed.length === 0) return
  const ids = changed.map(({ id }) => id)
  const rows = await container.resolve(Database).query<Line>(LINES, [order.id, ids])
  const lines = new Map(rows.map((line) => [line.id, line]))
  const less = changed.filter(({ before, after }) => BigNumber(after).lt(before))
  await container.resolve(InventoryService).releaseUnits(
    less.map(({ id, before, after }) => {
      const open = BigNumber(before).minus(lines.get(id)?.fulfilled ?? 0)
      return { line_item_id: id, open, left: open.minus(before).plus(after) }
    }),
  )
  await reserveLines(
    container,
    order.sales_channel_id,
    changed
      .filter(({ before, after }) => BigNumber(after).gt(before))
      .map(({ id, before, after, allow_backorder }) => ({
        id,
        variant_id: lines.get(id)?.variant_id ?? null,
        quantity: BigNumber(after).minus(before),
        allow_backorder,
      })),
  )
}
