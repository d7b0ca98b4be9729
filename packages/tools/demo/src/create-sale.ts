import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import type { CreatedProduct } from '@stoa/product'
import { sale } from './shop/sale.ts'

/** Puts what is on sale into a price list of its own. */
export async function createSale(container: Container, created: readonly CreatedProduct[]): Promise<void> {
  const amounts = new Map(
    created.flatMap(({ title, variants }) => {
      const reduced = sale.amounts[title]
      return reduced ? variants.map(({ id }) => [id, reduced] as const) : []
    }),
  )
  const links = await container.resolve(Database).query<{ variant_id: string; price_set_id: string }>(
    `select variant_id, price_set_id from stoa_link.product_variant_price_set
     where variant_id = any($1::text[])`,
    [[...amounts.keys()]],
  )
  await container.resolve(PricingService).createPriceLists([
    {
      title: sale.title,
      description: sale.description,
      status: 'active',
      prices: links.flatMap(({ variant_id, price_set_id }) => {
        const [eur, usd] = amounts.get(variant_id) as readonly [number, number]
        return [
          { price_set_id, currency_code: 'eur', amount: eur },
          { price_set_id, currency_code: 'usd', amount: usd },
        ]
      }),
    },
  ])
}
