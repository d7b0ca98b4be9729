import { type Container, moduleService, type NewRow, type Row, type RowChange } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { ServiceZone } from './entities/service-zone.ts'
import type { ShippingOption } from './entities/shipping-option.ts'
import type { FulfillmentOption } from './fulfillment-provider-strategy.ts'
import { FulfillmentProviders } from './fulfillment-providers.ts'
import { assertOwned, namedIn } from './owned-rows.ts'
import {
  addParcel,
  cancelParcel,
  deliverParcel,
  keepParcel,
  type NewParcel,
  type ParcelLabel,
  shipParcel,
} from './parcels.ts'
import { checkRules } from './rule-shape.ts'
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

type Replaced = 'createShippingOptions' | 'updateShippingOptions' | 'updateServiceZones'

type WithType<Input> = Omit<Input, 'type_id'> & { type_id?: string; shipping_option_type_id?: string }

/** A shipping option to create. Its type is given as a row, or by its id as `type_id`. */
export type NewShippingOption = WithType<NewRow<ShippingOption>>

/** A change of a shipping option. Its type is given as a row, or by its id as `type_id`. */
export type ShippingOptionChange = WithType<RowChange<ShippingOption>>

/** How goods reach their buyers. */
export class FulfillmentService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, Replaced>) {
  /**
   * Creates shipping options, with their type and rules where those are given as rows.
   *
   * @throws StoaError `invalid_data` for a rule that could never be asked
   */
  async createShippingOptions(options: readonly NewShippingOption[]): Promise<Row<ShippingOption>[]> {
    checkRules(options.flatMap(({ rules }) => (rules ?? []) as Rule[]))
    return Generated.prototype.createShippingOptions.call(
      this as never,
      options.map(byColumn) as never,
    ) as never
  }

  /**
   * Changes shipping options. Rules that are given replace all there were, and those with an `id` stay the same ones. A
   * type given as a row becomes a new one unless it is the one the option has: other options may have that too.
   *
   * @throws StoaError `not_found` for an option, or a rule that its option does not have; `invalid_data` for a rule that
   *   could never be asked
   */
  async updateShippingOptions(changes: readonly ShippingOptionChange[]): Promise<Row<ShippingOption>[]> {
    checkRules(changes.flatMap(({ rules }) => (rules ?? []) as Rule[]))
    return this.database.transaction(async () => {
      const named = namedIn(changes, 'rules')
      if (named.length > 0) {
        assertOwned('shipping option', named, await this.#rulesOf(named.map(({ owner_id }) => owner_id)))
      }
      const types = await this.#typesOf(changes)
      return Generated.prototype.updateShippingOptions.call(
        this as never,
        changes.map(({ type, ...change }) =>
          byColumn(type ? { ...change, type_id: types.get(change.id) as string } : change),
        ) as never,
      ) as never
    })
  }

  /**
   * Changes service zones. Geo zones that are given replace all there were, and those with an `id` stay the same ones.
   *
   * @throws StoaError `not_found` for a zone, or a geo zone that its zone does not have
   */
  async updateServiceZones(changes: readonly RowChange<ServiceZone>[]): Promise<Row<ServiceZone>[]> {
    return this.database.transaction(async () => {
      const named = namedIn(changes, 'geo_zones')
      if (named.length > 0) {
        const zones = await this.listGeoZones({ service_zone_id: named.map(({ owner_id }) => owner_id) })
        assertOwned(
          'service zone',
          named,
          zones.map(({ id, service_zone_id: owner_id }) => ({ id, owner_id })),
        )
      }
      return Generated.prototype.updateServiceZones.call(this as never, changes as never) as never
    })
  }

  /**
   * Adds, changes and removes rules of one shipping option.
   *
   * @returns the ids of those that were added
   * @throws StoaError `not_found` for the option, or a rule to change that it does not have; `invalid_data` for a rule
   *   that could never be asked
   */
  async changeShippingOptionRules(
    shipping_option_id: string,
    change: {
      create?: readonly Omit<Rule, 'id'>[]
      update?: readonly (Rule & { id: string })[]
      delete?: readonly string[]
    },
  ): Promise<string[]> {
    const { create = [], update = [], delete: gone = [] } = change
    checkRules([...create, ...update])
    return this.database.transaction(async () => {
      await this.retrieveShippingOption(shipping_option_id)
      const present = await this.#rulesOf([shipping_option_id])
      assertOwned('shipping option', [{ owner_id: shipping_option_id, rows: update }], present)
      if (update.length > 0) await this.updateShippingOptionRules(update as never[])
      const created =
        create.length === 0
          ? []
          : await this.createShippingOptionRules(
              create.map((rule) => ({ ...rule, shipping_option_id })) as never[],
            )
      await this.softDeleteShippingOptionRules(present.flatMap(({ id }) => (gone.includes(id) ? [id] : [])))
      return created.map(({ id }) => id)
    })
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

  /** Writes a parcel down with its items, labels and address, in one statement. Its id comes from the caller. */
  addParcel(parcel: NewParcel): Promise<void> {
    return addParcel(this.database, parcel)
  }

  /**
   * Marks a parcel as shipped, and adds labels to it. It may be shipped in parts: the first counts.
   *
   * @param by the id of whoever does it
   * @throws StoaError `not_found`; `invalid_data` for one that is canceled, `not_allowed` for one that is delivered
   */
  shipParcel(
    id: string,
    by: string | null,
    more: { labels?: readonly ParcelLabel[]; metadata?: Record<string, unknown> | null | undefined } = {},
  ): Promise<void> {
    return shipParcel(this.database, id, by, more)
  }

  /**
   * Marks a parcel as delivered.
   *
   * @throws StoaError `not_found`; `invalid_data` for one that is canceled, `not_allowed` for one that is delivered already
   */
  deliverParcel(id: string): Promise<void> {
    return deliverParcel(this.database, id)
  }

  /**
   * Marks a parcel as canceled. Its provider, the stock and the order are the caller's concern.
   *
   * @throws StoaError `not_found`; `invalid_data` for one that is canceled already, `not_allowed` for one that is shipped or
   *   delivered
   */
  cancelParcel(id: string): Promise<void> {
    return cancelParcel(this.database, id)
  }

  /** Takes {@link cancelParcel} back, where the provider does not call the parcel off. */
  keepParcel(id: string): Promise<void> {
    return keepParcel(this.database, id)
  }

  async #rulesOf(shipping_option_id: readonly string[]) {
    const rules = await this.listShippingOptionRules({ shipping_option_id })
    return rules.map(({ id, shipping_option_id: owner_id }) => ({ id, owner_id }))
  }

  /** @returns the ids of the types by those of the options for which one was given as a row */
  async #typesOf(changes: readonly ShippingOptionChange[]): Promise<Map<string, string>> {
    const given = changes.flatMap(({ id, type }) => (type ? [{ id, type }] : []))
    if (given.length === 0) return new Map()
    const options = await this.listShippingOptions({ id: given.map(({ id }) => id) }, { relations: ['type'] })
    const present = new Map(options.map(({ id, type }) => [id, type]))
    const isSame = ({ id, type }: (typeof given)[number]) => {
      const old = present.get(id)
      return (
        old?.label === type.label &&
        old.code === type.code &&
        (type.description === undefined || old.description === type.description)
      )
    }
    const fresh = given.filter((one) => !isSame(one))
    const created =
      fresh.length === 0 ? [] : await this.createShippingOptionTypes(fresh.map(({ type }) => type))
    return new Map([
      ...given.map(({ id }) => [id, present.get(id)?.id as string] as const),
      ...fresh.map(({ id }, index) => [id, created[index]?.id as string] as const),
    ])
  }
}

/** On the wire the type's key is `type_id` on the way in and `shipping_option_type_id` on the way out. */
function byColumn<Input extends { type_id?: string }>({ type_id, ...option }: Input) {
  return type_id === undefined ? option : { ...option, shipping_option_type_id: type_id }
}
