import { BigNumber, type Container, Database } from '@stoa/kernel'
import type { ItemQuantity } from '@stoa/order'
import type { ParcelLine } from './parcel-items.ts'

/** Read once the goods are counted as fulfilled, so what is open is open without them. */
const LINES = `
select line.id, line.title, line.variant_sku as sku, line.variant_barcode as barcode, line.requires_shipping,
  profile.shipping_profile_id, (i.quantity - i.fulfilled_quantity)::text as open_quantity,
  coalesce((
    select json_agg(json_build_object('inventory_item_id', link.inventory_item_id,
      'required_quantity', link.required_quantity, 'title', item.title, 'sku', item.sku,
      'allow_backorder', v.allow_backorder) order by link.inventory_item_id)
    from stoa_product.product_variant v
    join stoa_link.product_variant_inventory_item link on link.variant_id = v.id
    join stoa_inventory.inventory_item item on item.id = link.inventory_item_id
    where v.id = line.variant_id and v.manage_inventory), '[]') as parts,
  coalesce((
    select json_agg(json_build_object('inventory_item_id', r.inventory_item_id, 'location_id', r.location_id,
      'quantity', r.quantity::text) order by r.id)
    from stoa_inventory.reservation_item r where r.line_item_id = line.id and r.deleted_at is null), '[]') as reserved
from stoa_order."order" o
join stoa_order.order_item i on i.order_id = o.id and i.version = o.version and i.deleted_at is null
join stoa_order.order_line_item line on line.id = i.item_id
left join lateral (
  select link.shipping_profile_id from stoa_link.product_shipping_profile link where link.product_id = line.product_id limit 1
) profile on true
where o.id = $1 and line.id = any($2::text[]) order by line.id`

/** The lines that go into a parcel, with what they are in the stock. The order is locked. */
export async function parcelLines(
  container: Container,
  orderId: string,
  wanted: readonly ItemQuantity[],
): Promise<ParcelLine[]> {
  const quantities = Map.groupBy(wanted, ({ id }) => id)
  const rows = await container
    .resolve(Database)
    .query<Omit<ParcelLine, 'quantity'>>(LINES, [orderId, [...quantities.keys()]])
  return rows.map((line) => {
    const quantity = BigNumber.sum(0, ...(quantities.get(line.id) ?? []).map((one) => one.quantity))
    return {
      ...line,
      quantity: quantity.toFixed(),
      open_quantity: quantity.plus(line.open_quantity).toFixed(),
    }
  })
}
