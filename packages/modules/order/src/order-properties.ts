import { isDeepStrictEqual } from 'node:util'
import { StoaError } from '@stoa/kernel'

type Values = Readonly<Record<string, unknown>>

/** What of an order can be set at any time: nothing that it costs depends on it, unless it is a draft. */
export interface OrderProperties {
  email?: string
  locale?: string | null
  metadata?: Values | null
  /** Of drafts only. */
  customer_id?: string | null
  /** Of drafts only. */
  sales_channel_id?: string | null
  /** Columns of the address that change; the others stay. */
  shipping_address?: Values
  billing_address?: Values
}

/** An order's properties as they stand. Addresses have their `id`. */
export interface OrderPropertiesNow {
  email: string | null
  locale: string | null
  metadata: Values | null
  customer_id: string | null
  sales_channel_id: string | null
  shipping_address: (Values & { id: string }) | null
  billing_address: (Values & { id: string }) | null
}

/** A property that gets another value. */
export interface PropertyChange {
  type: keyof OrderProperties
  old: unknown
  new: unknown
}

const NAMES = [
  'email',
  'customer_id',
  'sales_channel_id',
  'locale',
  'metadata',
  'shipping_address',
  'billing_address',
] as const

const isAddress = (name: string) => name.endsWith('_address')

/**
 * What a change really changes.
 *
 * @param options.of_draft a draft may go anywhere, as it is not taxed for good yet. Default: false
 * @throws StoaError `invalid_data` for another country to ship to: the taxes that were paid are those of the first
 */
export function propertyChanges(
  now: OrderPropertiesNow,
  wanted: OrderProperties,
  { of_draft = false }: { of_draft?: boolean } = {},
): PropertyChange[] {
  if (!of_draft) assertSameCountry(now.shipping_address, wanted.shipping_address)
  return NAMES.filter((name) => wanted[name] !== undefined).flatMap((type) => {
    const old = now[type]
    const value = isAddress(type) ? { ...(old as Values | null), ...(wanted[type] as Values) } : wanted[type]
    return isDeepStrictEqual(old, value) ? [] : [{ type, old, new: value }]
  })
}

function assertSameCountry(now: Values | null, wanted: Values | undefined): void {
  if (!now?.country_code || wanted?.country_code === undefined) return
  if (now.country_code !== wanted.country_code) {
    throw new StoaError(
      'invalid_data',
      `The order is shipped to ${now.country_code} and taxed there, so country_code cannot become ${wanted.country_code}. Cancel it and place another.`,
    )
  }
}
