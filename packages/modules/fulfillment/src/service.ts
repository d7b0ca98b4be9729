import { type Container, moduleService, type NewRow, type Row, type RowChange } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { ShippingOption } from './entities/shipping-option.ts'
import type { FulfillmentOption } from './fulfillment-provider-strategy.ts'
import { FulfillmentProviders } from './fulfillment-providers.ts'
import { type Rule, rulesHold } from './rules.ts'
import { SHIPPING_OPTIONS } from './shipping-options-statement.ts'
import { type Destination, holdsDestination, type Zone } from './zones.ts'

/** For whom shipping options are listed. */
export interface ShippingContext {
  /** Only options of these profiles. Default: of any. */
  shipping_profile_ids?: readonly string[]
  /** Only options of these fulfillment sets. Default: of any. */
  fulfillment_set_ids?: readonly string[]
  /** Where to. Without a country, options are listed wherever they reach. */
  address?: Destination
  /** What the options' rules may ask for, such as `{ enabled_in_store: 'true', is_return: 'false' }`. Default: `{}`. */
  context?: Readonly<Record<string, unknown>>
}

/** A shipping option that a buyer may choose. */
export interface OfferedShippingOption {
  id: string
  name: string
  price_type: 'calculated' | 'flat'
  data: Record<string, unknown> | null
  metadata: Record<string, unknown> | null
  service_zone_id: string
  shipping_profile_id: string | null
  provider_id: string | null
  shipping_option_type_id: string
  type: { id: string; label: string; description: string | null; code: string }
  provider: { id: string; is_enabled: boolean } | null
  service_zone: {
    id: string
    name: string
    fulfillment_set_id: string
    fulfillment_set: { id: string; type: string }
  }
  rules: (Rule & { id: string })[]
}

const Generated = moduleService(entities)

type Replaced = 'createShippingOptions' | 'updateShippingOptions'

type WithType<Input> = Omit<Input, 'type_id'> & { type_id?: string; shipping_option_type_id?: string }

/** A shipping option to create. Its type is given as a row, or by its id as `type_id`. */
export type NewShippingOption = WithType<NewRow<ShippingOption>>

/** How goods reach their buyers. */
export class FulfillmentService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, Replaced>) {
  /** Creates shipping options, with their type and rules where those are given as rows. */
  async createShippingOptions(options: readonly NewShippingOption[]): Promise<Row<ShippingOption>[]> {
    return Generated.prototype.createShippingOptions.call(
      this as never,
      options.map(byColumn) as never,
    ) as never
  }

  /** Changes shipping options. Rules that are given replace all there were. */
  async updateShippingOptions(
    changes: readonly WithType<RowChange<ShippingOption>>[],
  ): Promise<Row<ShippingOption>[]> {
    return Generated.prototype.updateShippingOptions.call(
      this as never,
      changes.map(byColumn) as never,
    ) as never
  }

  /**
   * The shipping options that reach an address and whose rules all hold. Reads in one statement. Options of a provider
   * that is not enabled are left out.
   *
   * @example
   * await fulfillment.listShippingOptionsForContext({
   *   address: { country_code: 'de', postal_code: '10115' },
   *   context: { enabled_in_store: 'true', is_return: 'false' },
   * })
   */
  async listShippingOptionsForContext(wanted: ShippingContext): Promise<OfferedShippingOption[]> {
    const { address = {}, context = {} } = wanted
    const country = address.country_code?.toLowerCase() ?? null
    const candidates = await this.database.query<OfferedShippingOption & { geo_zones: Zone[] }>(
      SHIPPING_OPTIONS,
      [wanted.shipping_profile_ids ?? null, wanted.fulfillment_set_ids ?? null, country],
      { name: 'fulfillment_shipping_options' },
    )
    return candidates
      .filter(
        ({ geo_zones }) => country === null || geo_zones.some((zone) => holdsDestination(zone, address)),
      )
      .filter(({ rules }) => rulesHold(rules, context))
      .map(({ geo_zones: _, ...option }) => option)
  }

  /**
   * The services of a provider that shipping options can be made for.
   *
   * @throws StoaError `invalid_data` if the provider is not registered
   */
  async retrieveFulfillmentOptions(providerId: string): Promise<FulfillmentOption[]> {
    return this.container.resolve(FulfillmentProviders).get(providerId).getFulfillmentOptions()
  }
}

/** On the wire the type's key is `type_id` on the way in and `shipping_option_type_id` on the way out. */
function byColumn<Input extends { type_id?: string }>({ type_id, ...option }: Input) {
  return type_id === undefined ? option : { ...option, shipping_option_type_id: type_id }
}
