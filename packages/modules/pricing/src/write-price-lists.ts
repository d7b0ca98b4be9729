import { createId, type Database, StoaError, writeTogether } from '@stoa/kernel'
import {
  type CreatedPriceList,
  listRow,
  listRuleRows,
  type NewPriceList,
  type PriceListChange,
} from './new-price-list.ts'
import type { PricingService } from './service.ts'

/** See {@link PricingService.createPriceLists}. */
export function createPriceLists(
  service: PricingService,
  lists: readonly NewPriceList[],
): Promise<CreatedPriceList[]> {
  const rows = lists.map((list) => ({ ...list, id: list.id ?? createId('plist') }))
  return service.database.transaction(async () => {
    await writeTogether(service.database, [
      { insert: 'stoa_pricing.price_list', rows: rows.map(listRow) },
      {
        insert: 'stoa_pricing.price_list_rule',
        rows: rows.flatMap(({ id, rules }) => listRuleRows(id, rules)),
      },
    ])
    const prices = await service.upsertPrices(
      rows.flatMap(({ id, prices = [] }) => prices.map((price) => ({ ...price, price_list_id: id }))),
    )
    const byList = Map.groupBy(prices, ({ price_list_id }) => price_list_id)
    return rows.map(({ id }) => ({ id, prices: byList.get(id) ?? [] }))
  })
}

/** See {@link PricingService.updatePriceLists}. */
export function updatePriceLists(
  service: PricingService,
  changes: readonly PriceListChange[],
): Promise<void> {
  return service.database.transaction(async () => {
    const ids = changes.map(({ id }) => id)
    await lockPriceLists(service.database, ids)
    const present = new Map((await service.listPriceLists({ id: ids })).map((list) => [list.id, list]))
    const ruled = changes.filter(({ rules }) => rules !== undefined)
    await writeTogether(service.database, [
      {
        update: 'stoa_pricing.price_list',
        rows: changes.map((change) => {
          const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
          return listRow({ ...(present.get(change.id) as NewPriceList), ...given, id: change.id })
        }),
      },
      { delete: 'stoa_pricing.price_list_rule', where: 'price_list_id', in: ruled.map(({ id }) => id) },
      {
        insert: 'stoa_pricing.price_list_rule',
        rows: ruled.flatMap(({ id, rules }) => listRuleRows(id, rules)),
      },
    ])
  })
}

/**
 * Locks price lists, by id: whatever changes one, its rules or its prices does that first.
 *
 * @throws StoaError `not_found`
 */
export async function lockPriceLists(database: Database, ids: readonly string[]): Promise<void> {
  const rows = await database.query<{ id: string }>(
    `select id from stoa_pricing.price_list where id = any($1::text[]) and deleted_at is null
     order by id for no key update`,
    [ids],
  )
  const found = new Set(rows.map(({ id }) => id))
  const missing = ids.filter((id) => !found.has(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `Price list with id: ${missing.join(', ')} was not found`)
  }
}
