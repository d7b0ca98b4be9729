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
  await releaseUnits(
    container,
    less.map(({ id, before, after }) => {
      const open = BigNumber(before).minus(lines.get(id)?.fulfilled ?? 0)
      return { id, open, left: open.minus(before).plus(after) }
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

/** A line of which `open` units were promised and `left` of them still are. */
interface Released {
  id: string
  open: BigNumber
  left: BigNumber
}

const RESERVED = `
select id, line_item_id, inventory_item_id, quantity::text as quantity from stoa_inventory.reservation_item
where line_item_id = any($1::text[]) and deleted_at is null order by id for update`

interface Reserved {
  id: string
  line_item_id: string
  inventory_item_id: string
  quantity: string
}

async function releaseUnits(container: Container, lines: readonly Released[]): Promise<void> {
  if (lines.length === 0) return
  const inventory = container.resolve(InventoryService)
  const reserved = await container.resolve(Database).query<Reserved>(RESERVED, [lines.map(({ id }) => id)])
  const gone: string[] = []
  const smaller: { id: string; quantity: BigNumber }[] = []
  for (const { id, open, left } of lines) {
    const ofLine = reserved.filter(({ line_item_id }) => line_item_id === id)
    for (const rows of Map.groupBy(ofLine, ({ inventory_item_id }) => inventory_item_id).values()) {
      const whole = BigNumber.sum(...rows.map(({ quantity }) => quantity))
      // What a unit is made of is the same for each of them.
      let over = whole.minus(open.isZero() ? 0 : whole.times(left).div(open))
      for (const row of rows.toReversed()) {
        const part = BigNumber.min(over, row.quantity)
        if (part.isZero()) continue
        over = over.minus(part)
        if (part.eq(row.quantity)) gone.push(row.id)
        else smaller.push({ id: row.id, quantity: BigNumber(row.quantity).minus(part) })
      }
    }
  }
  if (smaller.length > 0) await inventory.updateReservationItems(smaller)
  if (gone.length > 0) await inventory.deleteReservationItems(gone)
}
