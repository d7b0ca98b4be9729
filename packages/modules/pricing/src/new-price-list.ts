import { createId, StoaError } from '@stoa/kernel'
import type { priceListStatuses, priceListTypes } from './entities/price-list.ts'
import type { NewPrice, PriceRow } from './new-price.ts'

/** For each attribute the values of which the buyer must have one: `{ 'customer.groups.id': ['cusgroup_1'] }`. */
export type NewPriceListRules = Record<string, readonly string[]>

/** A price list to create, with whom it is for and its prices. */
export interface NewPriceList {
  id?: string
  title: string
  description: string
  /** Default: `draft`. */
  status?: (typeof priceListStatuses)[number]
  /** Default: `sale`. */
  type?: (typeof priceListTypes)[number]
  /** A date, or ISO 8601. Default: from now on. */
  starts_at?: Date | string | null
  /** Default: for ever. */
  ends_at?: Date | string | null
  metadata?: Record<string, unknown> | null
  rules?: NewPriceListRules
  prices?: readonly (NewPrice & { price_set_id: string })[]
}

/** What changes of a price list. Rules that are named replace all there are. */
export type PriceListChange = { id: string } & Partial<Omit<NewPriceList, 'id' | 'prices'>>

/** A price list that was created. */
export interface CreatedPriceList {
  id: string
  prices: PriceRow[]
}

/** The columns of a price list that are written. */
export function listRow(list: NewPriceList & { id: string }) {
  const { id, title, description, status = 'draft', type = 'sale', metadata = null } = list
  return { id, title, description, status, type, metadata, ...periodOf(list) }
}

/** The rows of a price list's rules. */
export const listRuleRows = (price_list_id: string, rules: NewPriceListRules = {}) =>
  Object.entries(rules).map(([attribute, value]) => ({
    id: createId('prule'),
    price_list_id,
    attribute,
    value,
  }))

/** @throws StoaError `invalid_data` for a date that is none, or an end that is not after the start */
function periodOf({ starts_at, ends_at }: Pick<NewPriceList, 'starts_at' | 'ends_at'>) {
  const start = dateOf('starts_at', starts_at)
  const end = dateOf('ends_at', ends_at)
  if (start && end && end <= start) {
    throw new StoaError(
      'invalid_data',
      `The price list ends at ${end.toISOString()}, which is not after it starts at ${start.toISOString()}.`,
    )
  }
  return { starts_at: start, ends_at: end }
}

function dateOf(name: string, value: Date | string | null | undefined): Date | null {
  if (value === null || value === undefined) return null
  const date = new Date(value)
  const year = date.getUTCFullYear()
  if (year > 0 && year < 10_000) return date
  throw new StoaError(
    'invalid_data',
    `The ${name} of a price list must be a date such as 2026-01-31T12:00:00Z, not ${JSON.stringify(value)}.`,
  )
}
