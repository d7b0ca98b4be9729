import { createDemoShop } from '@stoa/demo'
import { publishableKey, startHost } from '@stoa/host'
import type { Shop } from './buyers.ts'

/** The demo shop, with plenty of everything, and a bank to pay at. */
export async function openShop(database: string): Promise<Omit<Shop, 'hosts'>> {
  const host = await startHost({
    database,
    jwt_secret: 'c8f1d0a97b2e4435',
    cookie_secret: '55b0ce6a1f9d4c21',
    background: false,
  })
  try {
    const { container, database: shop } = host.modules
    await createDemoShop(container, { image_url: 'http://localhost/static/demo' })
    await shop.query('create schema chaos')
    await shop.query('create table chaos.effect (subscriber text not null, order_id text not null)')
    await shop.query(
      `insert into stoa_payment.payment_provider (id) values ('pp_bank') on conflict (id) do nothing`,
    )
    await shop.query(
      `insert into stoa_link.region_payment_provider (region_id, payment_provider_id)
       select id, 'pp_bank' from stoa_region.region on conflict do nothing`,
    )
    await shop.query('update stoa_inventory.inventory_level set stocked_quantity = 1000000')
    const [region] = await shop.query<{ id: string }>(
      `select id from stoa_region.region where currency_code = 'eur' limit 1`,
    )
    const variants = await shop.query<{ id: string }>(
      `select v.id from stoa_product.product_variant v join stoa_product.product p on p.id = v.product_id
       where p.status = 'published' and v.deleted_at is null order by v.id limit 20`,
    )
    return {
      key: (await publishableKey(container)) as string,
      region_id: region?.id as string,
      variants: variants.map(({ id }) => id),
    }
  } finally {
    await host.stop()
  }
}
