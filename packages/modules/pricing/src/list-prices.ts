import { type Database, StoaError } from '@stoa/kernel'
import { type NewPrice, type NewPriceRules, type PriceRow, priceRow } from './new-price.ts'
import { identity } from './price-identity.ts'
import type { PricingService } from './service.ts'
import { storePrices } from './store-prices.ts'
import { lockPriceLists } from './write-price-lists.ts'

/** What changes of the prices of a price list. What a change of a price leaves out stays. */
export interface PriceListPriceChanges {
  create?: readonly (NewPrice & { price_set_id: string })[]
  update?: readonly (Partial<NewPrice> & { id: string })[]
  delete?: readonly string[]
}

/** The ids of the prices that were changed. */
export interface ChangedPriceListPrices {
  created: string[]
  updated: string[]
  deleted: string[]
}

/** See {@link PricingService.changePriceListPrices}. */
export function changePriceListPrices(
  service: PricingService,
  listId: string,
  { create = [], update = [], delete: gone = [] }: PriceListPriceChanges,
): Promise<ChangedPriceListPrices> {
  return service.database.transaction(async () => {
    await lockPriceLists(service.database, [listId])
    // No row may be written twice by one statement: of two changes of a price, the later counts.
    const changes = new Map(update.map((change) => [change.id, change]))
    const sets = create.map(({ price_set_id }) => price_set_id)
    const present = await pricesOf(service.database, listId, [...changes.keys(), ...gone], sets)
    const changed = [...changes.values()].map((change) => changedRow(present, listId, change))
    for (const id of gone) presentPrice(present, listId, id)
    const created = createdRows(listId, create, present, changed, gone)
    const rows = [...changed, ...created]
    if (rows.length > 0) await storePrices(service.database, rows)
    if (gone.length > 0) await service.softDeletePrices(gone)
    return {
      created: created.map(({ id }) => id),
      updated: changed.map(({ id }) => id),
      deleted: [...gone],
    }
  })
}

/** See {@link PricingService.removeFromPriceList}. */
export function removeFromPriceList(
  service: PricingService,
  listId: string,
  priceSetIds: readonly string[],
): Promise<void> {
  return service.database.transaction(async () => {
    await lockPriceLists(service.database, [listId])
    const prices = await pricesOf(service.database, listId, [], priceSetIds)
    if (prices.size > 0) await service.softDeletePrices([...prices.keys()])
  })
}

type PresentPrice = Omit<PriceRow, 'id' | 'price_list_id' | 'rules_count'> & { id: string }

/** Prices of a list: those with the ids, and those in the price sets. */
async function pricesOf(
  database: Database,
  listId: string,
  ids: readonly string[],
  setIds: readonly string[],
): Promise<Map<string, PresentPrice>> {
  const rows = await database.query<PresentPrice>(
    `select price.id, price.title, price.currency_code, price.amount::text, price.price_set_id,
       trim_scale(price.min_quantity)::text as min_quantity, trim_scale(price.max_quantity)::text as max_quantity,
       coalesce((
         select json_agg(json_build_object('attribute', attribute, 'operator', operator, 'value', value))
         from stoa_pricing.price_rule where price_id = price.id and deleted_at is null), '[]') as price_rules
     from stoa_pricing.price
     where price.price_list_id = $1 and price.deleted_at is null
       and (price.id = any($2::text[]) or price.price_set_id = any($3::text[]))`,
    [listId, ids, setIds],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

function presentPrice(present: ReadonlyMap<string, PresentPrice>, listId: string, id: string): PresentPrice {
  const price = present.get(id)
  if (price) return price
  throw new StoaError('not_found', `Price with id: ${id} was not found in price list ${listId}`)
}

/** A price as it will be. */
function changedRow(
  present: ReadonlyMap<string, PresentPrice>,
  listId: string,
  { price_set_id, rules, ...change }: Partial<NewPrice> & { id: string },
): PriceRow {
  const { price_rules, ...was } = presentPrice(present, listId, change.id)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const price = { ...was, ...given, price_list_id: listId, rules: rules ?? rulesOf(price_rules) }
  return priceRow(price, price_set_id ?? was.price_set_id)
}

function rulesOf(rows: PresentPrice['price_rules']): NewPriceRules {
  const byAttribute = Map.groupBy(rows, ({ attribute }) => attribute)
  return Object.fromEntries(byAttribute)
}

/**
 * New prices. One for the same set, currency, quantities and rules as one that the list has takes that one's place.
 *
 * @throws StoaError `invalid_data` for two that are the same but for the amount
 */
function createdRows(
  listId: string,
  create: Required<PriceListPriceChanges>['create'],
  present: ReadonlyMap<string, PresentPrice>,
  changed: readonly PriceRow[],
  gone: readonly string[],
): PriceRow[] {
  const touched = new Set([...changed.map(({ id }) => id), ...gone])
  const untouched = [...present.values()].filter(({ id }) => !touched.has(id))
  const free = new Map(untouched.map((price) => [identity(price), price.id]))
  const taken = new Set(changed.map(identity))
  return create.map((price) => {
    const fresh = priceRow({ ...price, price_list_id: listId }, price.price_set_id)
    const key = identity(fresh)
    if (taken.has(key)) {
      throw new StoaError(
        'invalid_data',
        `Price list ${listId} would have two prices in ${fresh.currency_code} of price set ${fresh.price_set_id} for the same quantities and rules.`,
      )
    }
    taken.add(key)
    const id = free.get(key)
    return id === undefined ? fresh : priceRow({ ...price, id, price_list_id: listId }, price.price_set_id)
  })
}
