import { type BigNumber, type Container, createId, moduleService, type NewRow, StoaError } from '@stoa/kernel'
import { StatementScope } from '@stoa/query'
import { calculatedPrice } from './calculated-price.ts'
import type { CalculatedPrice, PricingContext } from './calculated-price-type.ts'
import { entities } from './entities/index.ts'
import type { PriceList } from './entities/price-list.ts'
import { type NewPrice, type PriceRow, priceRow } from './new-price.ts'
import { storePrices } from './store-prices.ts'

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

/** A price list to create, with whom it is for and its prices. */
export type NewPriceList = Omit<NewRow<PriceList>, 'prices' | 'price_list_rules' | 'rules_count'> & {
  /** For each attribute the values of which the buyer must have one: `{ 'customer.groups.id': ['cusgroup_1'] }`. */
  rules?: Record<string, readonly string[]>
  prices?: readonly (NewPrice & { price_set_id: string })[]
}

/** A price list that was created. */
export interface CreatedPriceList {
  id: string
  prices: PriceRow[]
}

const Generated = moduleService(entities)

type Replaced = 'createPriceSets' | 'createPriceLists'

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
   * Creates price lists with their rules and prices.
   *
   * @example
   * await pricing.createPriceLists([{
   *   title: 'Summer', description: 'All of July', status: 'active', type: 'sale',
   *   prices: [{ price_set_id: set.id, currency_code: 'eur', amount: 9 }],
   * }])
   */
  async createPriceLists(lists: readonly NewPriceList[]): Promise<CreatedPriceList[]> {
    return this.database.transaction(async () => {
      const rows = lists.map(({ rules: _, prices: __, ...list }) => ({
        ...list,
        id: (list.id as string | undefined) ?? createId('plist'),
      }))
      await Generated.prototype.createPriceLists.call(this as never, rows as never)
      for (const [index, { rules }] of lists.entries()) {
        if (rules) await this.setPriceListRules((rows[index] as { id: string }).id, rules)
      }
      const prices = await this.upsertPrices(
        lists.flatMap(({ prices = [] }, index) =>
          prices.map((price) => ({ ...price, price_list_id: rows[index]?.id as string })),
        ),
      )
      return rows.map(({ id }) => ({
        id,
        prices: prices.filter(({ price_list_id }) => price_list_id === id),
      }))
    })
  }

  /** Makes these, and no others, the rules of a price list. See {@link NewPriceList}. */
  async setPriceListRules(priceListId: string, rules: Record<string, readonly string[]>): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.query('delete from stoa_pricing.price_list_rule where price_list_id = $1', [
        priceListId,
      ])
      const rows = Object.entries(rules).map(([attribute, value]) => ({
        id: createId('prule'),
        attribute,
        value,
      }))
      if (rows.length === 0) return
      await this.database.query(
        `insert into stoa_pricing.price_list_rule (id, price_list_id, attribute, value)
         select id, $1, attribute, value from json_to_recordset($2) as rule(id text, attribute text, value jsonb)`,
        [priceListId, JSON.stringify(rows)],
      )
    })
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

interface Identifiable {
  price_set_id: string
  currency_code: string
  min_quantity: unknown
  max_quantity: unknown
  price_rules: { attribute: string; operator: string; value: string }[]
}

/** What makes two prices the same one at different amounts. */
function identity(price: Identifiable): string {
  const rules = price.price_rules
    .map(({ attribute, operator, value }) => `${attribute} ${operator} ${value}`)
    .sort()
  const quantities = [price.min_quantity, price.max_quantity].map((value) => value?.toString() ?? '')
  return JSON.stringify([price.price_set_id, price.currency_code, ...quantities, ...rules])
}
