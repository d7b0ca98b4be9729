import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import type { NewPrice, NewPriceRules } from '@stoa/pricing'
import { assertFound } from '@stoa/rest'
import type { PriceBody } from './shipping-option-schemas.ts'

/** A price a shipping option has. */
export interface PresentPrice {
  id: string
  title: string | null
  currency_code: string
  amount: string
  min_quantity: string | null
  max_quantity: string | null
  rules: Record<string, { operator: 'gte' | 'lte' | 'gt' | 'lt' | 'eq'; value: string }[]>
}

type Price = Omit<NewPrice, 'rules'> & { rules: PresentPrice['rules'] }

/**
 * Prices as they will be, each with its id. Those in a region's name take its currency; what a change of a price leaves out
 * stays.
 *
 * @throws StoaError `not_found` for an id or a region that is not there, `invalid_data` for a price that is incomplete or
 *   stands twice
 */
export async function toPrices(
  container: Container,
  bodies: readonly PriceBody[],
  present: readonly PresentPrice[],
): Promise<Price[]> {
  for (const [index, { currency_code, region_id }] of bodies.entries()) {
    if (currency_code === undefined || region_id === undefined) continue
    throw invalid(`Field 'prices.${index}' has a 'currency_code' and a 'region_id': give one of them`)
  }
  const currencies = await currenciesOf(
    container,
    bodies.flatMap(({ region_id }) => region_id ?? []),
  )
  const prices = bodies.map((body, index) => wholePrice(body, index, present, currencies))
  const named = new Set(bodies.flatMap(({ id }) => id ?? []))
  const free = present.filter(({ id }) => !named.has(id))
  const places = new Map(free.map((price) => [conditionsOf(price), price.id]))
  refuseTwins(prices)
  return prices.map((price) => ({
    ...price,
    id: price.id ?? places.get(conditionsOf(price)) ?? createId('price'),
  }))
}

const invalid = (what: string) => new StoaError('invalid_data', `Invalid request: ${what}.`)

function wholePrice(
  { id, currency_code, region_id, amount, rules }: PriceBody,
  index: number,
  present: readonly PresentPrice[],
  currencies: ReadonlyMap<string, string>,
): Price {
  const old = id === undefined ? undefined : present.find((price) => price.id === id)
  if (id !== undefined && !old) {
    throw new StoaError('not_found', `Price with id: ${id} was not found on the shipping option`)
  }
  const currency = region_id === undefined ? (currency_code ?? old?.currency_code) : currencies.get(region_id)
  if (currency === undefined) {
    throw invalid(`Field 'prices.${index}.currency_code' is required, or 'prices.${index}.region_id'`)
  }
  const cost = amount ?? old?.amount
  if (cost === undefined) throw invalid(`Field 'prices.${index}.amount' is required`)
  const { region_id: oldRegion, item_total: oldTotals, ...others } = old?.rules ?? {}
  const region = region_id === undefined ? oldRegion : [{ operator: 'eq' as const, value: region_id }]
  const totals = rules?.map(({ operator, value }) => ({ operator, value: String(value) })) ?? oldTotals
  refuseTwice(totals ?? [], index)
  return {
    ...old,
    currency_code: currency.toLowerCase(),
    amount: cost,
    rules: {
      ...others,
      // A price that is said to be of a currency is no region's any more.
      ...(region && currency_code === undefined ? { region_id: region } : {}),
      ...(totals && totals.length > 0 ? { item_total: totals } : {}),
    },
  }
}

function refuseTwice(rules: readonly { operator: string }[], index: number): void {
  const operators = rules.map(({ operator }) => operator)
  const twice = operators.find((operator, place) => operators.indexOf(operator) !== place)
  if (twice === undefined) return
  throw new StoaError(
    'invalid_data',
    `Field 'prices.${index}.rules' compares item_total with ${twice} twice.`,
  )
}

/** Two prices under the same conditions would leave it open what the option costs. */
function refuseTwins(prices: readonly Price[]): void {
  const ids = prices.flatMap(({ id }) => id ?? [])
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice) throw new StoaError('invalid_data', `Price ${twice} is in 'prices' twice.`)
  const places = new Map<string, number>()
  for (const [index, price] of prices.entries()) {
    const conditions = conditionsOf(price)
    const other = places.get(conditions)
    if (other !== undefined) {
      throw new StoaError(
        'invalid_data',
        `'prices.${other}' and 'prices.${index}' are in ${price.currency_code} under the same conditions: keep one.`,
      )
    }
    places.set(conditions, index)
  }
}

/** What makes two prices the same one at different amounts. */
function conditionsOf({ currency_code, min_quantity, max_quantity, rules }: Price | PresentPrice): string {
  const conditions = Object.entries(rules as NewPriceRules).flatMap(([attribute, list]) =>
    (list as { operator: string; value: string }[]).map(
      ({ operator, value }) => `${attribute} ${operator} ${value}`,
    ),
  )
  return JSON.stringify([currency_code, min_quantity ?? null, max_quantity ?? null, ...conditions.sort()])
}

/** @throws StoaError `not_found` */
async function currenciesOf(container: Container, regions: readonly string[]): Promise<Map<string, string>> {
  if (regions.length === 0) return new Map()
  const rows = await container
    .resolve(Database)
    .query<{ id: string; currency_code: string }>(
      'select id, currency_code from stoa_region.region where id = any($1::text[]) and deleted_at is null',
      [regions],
    )
  assertFound(
    'Region',
    regions,
    rows.map(({ id }) => id),
  )
  return new Map(rows.map(({ id, currency_code }) => [id, currency_code]))
}
