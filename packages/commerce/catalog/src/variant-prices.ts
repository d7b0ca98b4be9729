import { type Container, Database, StoaError } from '@stoa/kernel'
import { type NewPrice as NewSetPrice, PricingService } from '@stoa/pricing'
import { priceSetsOf } from './price-sets-of.ts'

/** A price of a variant there is: with the `id` of one it has it replaces that, with other values. */
export interface ChangedPrice {
  id?: string
  currency_code?: string
  amount?: number
  min_quantity?: number | null
  max_quantity?: number | null
  rules?: Record<string, string>
}

/** What any quantity costs, everywhere or in one region. */
export interface PlainPrice {
  currency_code: string
  amount: number
  region_id?: string | undefined
}

interface PricedVariant {
  variant_id: string
  prices: { id: string; currency_code: string; amount: number; rules: Record<string, string> }[]
}

const PRICES = `
  select link.variant_id, coalesce((
    select json_agg(json_build_object('id', p.id, 'currency_code', p.currency_code, 'amount', p.amount,
      'min_quantity', p.min_quantity, 'max_quantity', p.max_quantity, 'rules', coalesce((
        select json_object_agg(r.attribute, r.value) from stoa_pricing.price_rule r
        where r.price_id = p.id and r.deleted_at is null), '{}')))
    from stoa_pricing.price p
    where p.price_set_id = link.price_set_id and p.price_list_id is null and p.deleted_at is null), '[]') as prices
  from stoa_link.product_variant_price_set link where link.variant_id = any($1::text[])`

/** Makes these, and no others, the prices of variants outside price lists. */
export async function changePrices(
  container: Container,
  variants: readonly { id: string; prices: readonly ChangedPrice[] }[],
): Promise<void> {
  if (variants.length === 0) return
  const ids = variants.map(({ id }) => id)
  const sets = await priceSetsOf(container, ids)
  const rows = await container.resolve(Database).query<PricedVariant>(PRICES, [ids])
  const priced = new Map(rows.map(({ variant_id, prices }) => [variant_id, prices]))
  await container.resolve(PricingService).replacePrices(
    variants.map(({ id, prices }) => ({
      id: sets.get(id) as string,
      prices: prices.map((price) => wholePrice(id, price, priced.get(id) ?? [])),
    })),
  )
}

/** A price as it will be: what a change leaves out stays. */
function wholePrice(variant: string, change: ChangedPrice, present: PricedVariant['prices']): NewSetPrice {
  const old = change.id === undefined ? undefined : present.find(({ id }) => id === change.id)
  if (change.id !== undefined && !old) {
    throw new StoaError('not_found', `Variant ${variant} has no price with the id ${change.id}.`)
  }
  const { currency_code, amount } = { ...old, ...change }
  if (currency_code === undefined || amount === undefined) {
    throw new StoaError(
      'invalid_data',
      `Each new price of variant ${variant} needs the fields 'currency_code' and 'amount'.`,
    )
  }
  return { ...old, ...change, currency_code, amount }
}

/** Sets plain prices of variants. One for the same currency and region takes the old one's place; all others stay. */
export async function setPlainPrices(
  container: Container,
  variants: readonly { id: string; prices: readonly PlainPrice[] }[],
): Promise<void> {
  if (variants.length === 0) return
  const sets = await priceSetsOf(
    container,
    variants.map(({ id }) => id),
  )
  const known = await plainPrices(container.resolve(Database), [...sets.values()])
  await container.resolve(PricingService).upsertPrices(
    variants.flatMap(({ id: variant, prices }) =>
      prices.map(({ region_id, currency_code, amount }) => {
        const price_set_id = sets.get(variant) as string
        const id = known.get(keyOf(price_set_id, currency_code, region_id))
        return {
          ...(id === undefined ? {} : { id }),
          price_set_id,
          currency_code,
          amount,
          rules: (region_id === undefined ? {} : { region_id }) as Record<string, string>,
        }
      }),
    ),
  )
}

const keyOf = (price_set_id: string, currency_code: string, region_id: string | undefined) =>
  JSON.stringify([price_set_id, currency_code, region_id])

/** The ids of the plain prices of price sets, by what tells them apart. */
async function plainPrices(database: Database, setIds: readonly string[]): Promise<Map<string, string>> {
  const prices = await database.query<{
    id: string
    price_set_id: string
    currency_code: string
    rules_count: number
  }>(
    `select id, price_set_id, currency_code, rules_count from stoa_pricing.price
     where price_set_id = any($1::text[]) and price_list_id is null and deleted_at is null
       and min_quantity is null and max_quantity is null and rules_count <= 1
     order by id desc`,
    [setIds],
  )
  const regional = prices.filter(({ rules_count }) => rules_count === 1).map(({ id }) => id)
  const rules = await database.query<{ price_id: string; region_id: string }>(
    `select price_id, value as region_id from stoa_pricing.price_rule
     where price_id = any($1::text[]) and deleted_at is null and attribute = 'region_id' and operator = 'eq'`,
    [regional],
  )
  const regions = new Map(rules.map(({ price_id, region_id }) => [price_id, region_id]))
  return new Map(
    prices
      .filter(({ id, rules_count }) => rules_count === 0 || regions.has(id))
      .map(({ id, price_set_id, currency_code }) => [
        keyOf(price_set_id, currency_code, regions.get(id)),
        id,
      ]),
  )
}
