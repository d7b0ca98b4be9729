import { FulfillmentProviders } from '@stoa/fulfillment'
import { type Container, Database, StoaError } from '@stoa/kernel'
import type { NewShippingOptionBody, ShippingOptionChangeBody } from './shipping-option-schemas.ts'

/** What decides who carries a shipping option's parcels, and how. */
interface Carried {
  name: string
  service_zone_id: string
  provider_id: string | null
  price_type: 'calculated' | 'flat'
  data: Record<string, unknown> | null
}

const REFERENCES = `
  select
    exists (select from stoa_fulfillment.service_zone z
      join stoa_fulfillment.fulfillment_set s on s.id = z.fulfillment_set_id and s.deleted_at is null
      where z.id = $1 and z.deleted_at is null) as zone,
    $2::text is null or exists (select from stoa_fulfillment.shipping_profile
      where id = $2 and deleted_at is null) as profile,
    $3::text is null or exists (select from stoa_fulfillment.shipping_option_type
      where id = $3 and deleted_at is null) as type,
    $4::text is null or exists (select from stoa_fulfillment.service_zone z
      join stoa_link.location_fulfillment_set s on s.fulfillment_set_id = z.fulfillment_set_id
      join stoa_link.location_fulfillment_provider p on p.stock_location_id = s.stock_location_id
      join stoa_fulfillment.fulfillment_provider f on f.id = p.fulfillment_provider_id and f.is_enabled
      where z.id = $1 and p.fulfillment_provider_id = $4) as provider`

/**
 * Whether a new shipping option leads somewhere, and its provider will have it. It may ask outside, so never call it inside
 * a transaction.
 *
 * @throws StoaError `not_found` for an id that leads nowhere, `not_allowed` for a provider that the zone's location does not
 *   have, `invalid_data` for what its provider refuses
 */
export async function checkNewOption(container: Container, option: NewShippingOptionBody): Promise<void> {
  if ((option.type === undefined) === (option.type_id === undefined)) {
    throw new StoaError('invalid_data', "A shipping option needs one of 'type' and 'type_id', and not both.")
  }
  await checkReferences(container, option.service_zone_id, option)
  await askProvider(container, { ...option, data: option.data ?? null })
}

const OPTION = `
  select name, service_zone_id, provider_id, price_type, data from stoa_fulfillment.shipping_option
  where id = $1 and deleted_at is null`

/** As {@link checkNewOption}, for a change of one there is. Gives the type its price will have. */
export async function checkOptionChange(
  container: Container,
  id: string,
  change: ShippingOptionChangeBody,
): Promise<Carried['price_type']> {
  if (change.type !== undefined && change.type_id !== undefined) {
    throw new StoaError('invalid_data', "A shipping option has one of 'type' and 'type_id', not both.")
  }
  const [old] = await container.resolve(Database).query<Carried>(OPTION, [id])
  if (!old) throw new StoaError('not_found', `Shipping option with id: ${id} was not found`)
  const { shipping_profile_id, type_id, provider_id, data, price_type } = change
  if ([shipping_profile_id, type_id, provider_id].some((given) => given !== undefined)) {
    await checkReferences(container, old.service_zone_id, change)
  }
  if ([provider_id, data, price_type].some((given) => given !== undefined)) {
    await askProvider(container, {
      ...old,
      provider_id: provider_id ?? old.provider_id,
      data: data ?? old.data,
      price_type: price_type ?? old.price_type,
    })
  }
  return price_type ?? old.price_type
}

async function checkReferences(
  container: Container,
  zone: string,
  option: Pick<ShippingOptionChangeBody, 'shipping_profile_id' | 'type_id' | 'provider_id'>,
): Promise<void> {
  const { shipping_profile_id: profile, type_id: type, provider_id: provider } = option
  const [found] = await container
    .resolve(Database)
    .query<Record<'zone' | 'profile' | 'type' | 'provider', boolean>>(REFERENCES, [
      zone,
      profile ?? null,
      type ?? null,
      provider ?? null,
    ])
  const missing = (what: string, id?: string) =>
    new StoaError('not_found', `${what} with id: ${id} was not found`)
  if (!found?.zone) throw missing('Service zone', zone)
  if (!found.profile) throw missing('Shipping profile', profile)
  if (!found.type) throw missing('Shipping option type', type)
  if (!found.provider) {
    throw new StoaError(
      'not_allowed',
      `Provider ${provider} is not enabled for the location of service zone ${zone}. Add it to the location first.`,
    )
  }
}

async function askProvider(container: Container, option: Carried): Promise<void> {
  const { name, provider_id, price_type, data } = option
  if (provider_id === null) return
  const provider = container.resolve(FulfillmentProviders).get(provider_id)
  if (!(await provider.validateOption(data ?? {}))) {
    throw new StoaError('invalid_data', `Provider ${provider_id} does not take the 'data' of option ${name}.`)
  }
  if (price_type === 'calculated' && !(await provider.canCalculate(data ?? {}))) {
    throw new StoaError(
      'invalid_data',
      `Provider ${provider_id} cannot calculate prices for option ${name}: choose the 'price_type' flat.`,
    )
  }
}
