import { type Container, Database, StoaError } from '@stoa/kernel'
import type { ParcelLine } from './parcel-items.ts'

/** How a parcel can be sent. */
export interface ParcelOption {
  id: string
  shipping_profile_id: string | null
  provider_id: string | null
  /** What its provider knows of the option. */
  data: Record<string, unknown> | null
  /** What the buyer chose with it. */
  method_data: Record<string, unknown> | null
  /** Of the location that offers it; null where none does. */
  location_id: string | null
}

/** The option that is named; or else those the buyer chose, also where they are not offered any more. */
const OPTIONS = `
select option.id, option.shipping_profile_id, option.provider_id, option.data, method.data as method_data, (
    select fs.stock_location_id from stoa_link.location_fulfillment_set fs
    join stoa_fulfillment.service_zone zone on zone.fulfillment_set_id = fs.fulfillment_set_id
    where zone.id = option.service_zone_id order by fs.created_at limit 1) as location_id
from stoa_fulfillment.shipping_option option
left join lateral (
  select m.id, m.data from stoa_order."order" o
  join stoa_order.order_shipping s on s.order_id = o.id and s.version = o.version and s.return_id is null and s.deleted_at is null
  join stoa_order.order_shipping_method m on m.id = s.shipping_method_id
  where o.id = $1 and m.shipping_option_id = option.id order by m.id limit 1
) method on true
where case when $2::text is null then method.id is not null else option.id = $2 and option.deleted_at is null end
order by method.id`

/**
 * How goods that require shipping are sent: by the option that is named, or else by the one of the order's that is for
 * them. What requires no shipping is sent by nobody, unless an option is named.
 *
 * @throws StoaError `not_found` for an option that is not there; `invalid_data` where none is chosen, and for one whose
 *   shipping profile is not that of the goods
 */
export async function parcelOption(
  container: Container,
  orderId: string,
  lines: readonly ParcelLine[],
  { optionId, isShipped }: { optionId: string | undefined; isShipped: boolean },
): Promise<ParcelOption | undefined> {
  const options = await container.resolve(Database).query<ParcelOption>(OPTIONS, [orderId, optionId ?? null])
  if (optionId !== undefined && options.length === 0) {
    throw new StoaError('not_found', `ShippingOption with id: ${optionId} was not found`)
  }
  if (!isShipped) return optionId === undefined ? undefined : options[0]
  const chosen = options.find((option) => lines.every((line) => fits(option, line))) ?? options[0]
  if (!chosen) {
    throw new StoaError(
      'invalid_data',
      `Order ${orderId} has no shipping method. Say how its items are sent: shipping_option_id.`,
    )
  }
  const other = lines.find((line) => !fits(chosen, line))
  if (other) {
    throw new StoaError(
      'invalid_data',
      `Shipping profile ${chosen.shipping_profile_id} does not match the shipping profile of the order item ${other.id}, which is ${other.shipping_profile_id}. Choose another shipping_option_id, or fulfill that item apart.`,
    )
  }
  return chosen
}

/** A line without a product, or whose product has no profile, can be sent by any option. */
const fits = (option: ParcelOption, line: ParcelLine) =>
  line.shipping_profile_id === null || line.shipping_profile_id === option.shipping_profile_id
