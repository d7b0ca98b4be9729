import { type BigNumber, type Container, createId, moduleService, StoaError } from '@stoa/kernel'
import { StatementScope } from '@stoa/query'
import { calculatedPrice } from './calculated-price.ts'
import type { CalculatedPrice, PricingContext } from './calculated-price-type.ts'
import { entities } from './entities/index.ts'
import {
  type ChangedPriceListPrices,
  changePriceListPrices,
  type PriceListPriceChanges,
  removeFromPriceList,
} from './list-prices.ts'
import { type NewPrice, type PriceRow, priceRow } from './new-price.ts'
import type { CreatedPriceList, NewPriceList, PriceListChange } from './new-price-list.ts'
import { identity } from './price-identity.ts'
import { storePrices } from './store-prices.ts'
import { createPriceLists, updatePriceLists } from './write-price-lists.ts'

/** A price set to create, with its prices. */
export interface NewPriceSet {
  id?: string
  prices?: readonly NewPrice[]
}

/** A price set that was created. */
export interface CreatedPriceSet {
  id: string
  prices: PriceRow[]
}

const Generated = moduleService(entities)

type Replaced = 'createPriceSets' | 'createPriceLists' | 'updatePriceLists'

/** What things cost, and whom. */
export class PricingService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, Replaced>) {
  /**
   * Creates price sets with their prices and the prices' rules. All are written in two statements at most.
   *
   * @throws StoaError `invalid_data` for an amount that is no number
   * @example
   * const [set] = await pricing.createPriceSets([{ prices: [
   *   { currency_code: 'eur', amount: 12.5 },
   *   { currency_code: 'eur', amount: 11, rules: { region_id: germany.id } },
   * ] }])
   */
  async createPriceSets(sets: readonly NewPriceSet[]): Promise<CreatedPriceSet[]> {
    const created = sets.map(({ id = createId('pset'), prices = [] }) => ({
      id,
      prices: prices.map((price) => priceRow(price, id)),
    }))
    await this.database.transaction(() =>
      storePrices(
        this.database,
        created.flatMap(({ prices }) => prices),
        created.map(({ id }) => id),
      ),
    )
    return created
  }

  /**
   * Writes prices into price sets, in a price list where they name one. A price whose `id` is taken replaces the one there
   * is, with its rules.
   *
   * @throws StoaError `invalid_data` for an amount that is no number, or a price set that does not exist
   */
  async upsertPrices(prices: readonly (NewPrice & { price_set_id: string })[]): Promise<PriceRow[]> {
    const rows = prices.map((price) => priceRow(price, price.price_set_id))
    if (rows.length > 0) await this.database.transaction(() => storePrices(this.database, rows))
    return rows
  }

  /**
   * Makes these, and no others, the prices of price sets outside price lists. A price without an `id` takes the place of
   * one with the same currency, quantities and rules, so that its id stays.
   */
  async replacePrices(
    sets: readonly { id: string; prices: readonly NewPrice[] }[],
  ): Promise<CreatedPriceSet[]> {
    const ids = sets.map(({ id }) => id)
    return this.database.transaction(async () => {
      const present = await this.listPrices(
        { price_set_id: ids, price_list_id: null },
        { relations: ['price_rules'] },
      )
      const free = new Map(present.map((price) => [identity(price as never), price.id]))
      const replaced = sets.map(({ id, prices }) => ({
        id,
        prices: prices.map((price) => {
          const row = priceRow(price, id)
          return price.id ? row : priceRow({ ...price, id: free.get(identity(row)) ?? row.id }, id)
        }),
      }))
      const rows = replaced.flatMap(({ prices }) => prices)
      const kept = new Set(rows.map(({ id }) => id))
      const gone = present.filter(({ id }) => !kept.has(id))
      if (gone.length > 0) await this.softDeletePrices(gone.map(({ id }) => id))
      if (rows.length > 0) await storePrices(this.database, rows)
      return replaced
    })
  }

  /**
   * Creates price lists with their rules and prices, in three statements at most.
   *
   * @throws StoaError `invalid_data` for a date that is none, an end that is not after the start, or an amount that is no number
   * @example
   * await pricing.createPriceLists([{
   *   title: 'Summer', description: 'All of July', status: 'active', type: 'sale',
   *   starts_at: '2026-07-01', ends_at: '2026-08-01', rules: { 'customer.groups.id': [members.id] },
   *   prices: [{ price_set_id: set.id, currency_code: 'eur', amount: 9 }],
   * }])
   */
  createPriceLists(lists: readonly NewPriceList[]): Promise<CreatedPriceList[]> {
    return createPriceLists(this, lists)
  }

  /**
   * Changes price lists. What is not named stays; rules that are named replace all there are.
   *
   * @throws StoaError `not_found` for a list that is not there; `invalid_data` for an end that would not be after the start
   */
  updatePriceLists(changes: readonly PriceListChange[]): Promise<void> {
    return updatePriceLists(this, changes)
  }

  /**
   * Creates, changes and deletes prices of a price list: all of it, or nothing, and one caller after the other. The number of
   * statements does not depend on how many prices there are. A new price for the same set, currency, quantities and rules as one
   * the list has takes its place, and its id.
   *
   * @throws StoaError `not_found` for a list, or a price of it, that is not there; `invalid_data` for a price that is given twice,
   *   or an amount that is no number
   */
  changePriceListPrices(listId: string, changes: PriceListPriceChanges): Promise<ChangedPriceListPrices> {
    return changePriceListPrices(this, listId, changes)
  }

  /**
   * Takes price sets out of a price list: deletes the prices they have in it.
   *
   * @throws StoaError `not_found` for a list that is not there
   */
  removeFromPriceList(listId: string, priceSetIds: readonly string[]): Promise<void> {
    return removeFromPriceList(this, listId, priceSetIds)
  }

  /**
   * Says for regions or currencies whether their prices include tax. A preference that stands is changed.
   *
   * @param preferences none twice
   * @example
   * await pricing.setPricePreferences([{ attribute: 'currency_code', value: 'eur', is_tax_inclusive: true }])
   */
  async setPricePreferences(
    preferences: readonly { attribute: string; value: string; is_tax_inclusive: boolean }[],
  ): Promise<void> {
    if (preferences.length === 0) return
    const rows = preferences.map((preference) => ({ id: createId('prpref'), ...preference }))
    await this.database.query(
      `insert into stoa_pricing.price_preference (id, attribute, value, is_tax_inclusive)
       select id, attribute, value, is_tax_inclusive
       from json_to_recordset($1) as given(id text, attribute text, value text, is_tax_inclusive boolean)
       order by attribute, value
       on conflict (attribute, value) where deleted_at is null
       do update set is_tax_inclusive = excluded.is_tax_inclusive, updated_at = now()`,
      [JSON.stringify(rows)],
    )
  }

  /**
   * The prices a buyer gets, in one statement.
   *
   * @param requests ids of price sets, with a quantity where the context's does not hold for all
   * @param context for whom; see {@link PricingContext}
   * @returns one for each request, in their order; `calculated_price` is null where no price fits
   * @throws StoaError `invalid_data` if the context has no `currency_code`
   * @example
   * const [mug] = await pricing.calculatePrices([set.id], { currency_code: 'eur', region_id: germany.id })
   */
  async calculatePrices(
    requests: readonly (string | { price_set_id: string; quantity: BigNumber.Value })[],
    context: PricingContext,
  ): Promise<{ price_set_id: string; calculated_price: CalculatedPrice | null }[]> {
    const quantity = String(context.quantity ?? 1)
    const rows = requests.map((request) =>
      typeof request === 'string'
        ? { price_set_id: request, quantity }
        : { price_set_id: request.price_set_id, quantity: String(request.quantity) },
    )
    refuseBadQuantities(rows)
    const scope = new StatementScope(context)
    const asked = scope.parameter(JSON.stringify(rows), 'json')
    const price = calculatedPrice('asked.price_set_id', scope, 'asked.quantity')
    return this.database.query(
      `select asked.price_set_id, ${price} as calculated_price
       from rows from (json_to_recordset(${asked}) as (price_set_id text, quantity numeric))
         with ordinality as asked(price_set_id, quantity, place)
       order by asked.place`,
      scope.values,
    )
  }
}

function refuseBadQuantities(rows: readonly { quantity: string }[]): void {
  const bad = rows.find(({ quantity }) => !Number.isFinite(Number(quantity)))
  if (bad) throw new StoaError('invalid_data', `The quantity to price must be a number, not ${bad.quantity}.`)
}
