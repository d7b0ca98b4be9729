import { startModules } from '@stoa/kernel'
import { ProductService, productModule } from '@stoa/product'
import pg from 'pg'

const database = process.env.DATABASE_URL
if (!database) throw new Error('Set DATABASE_URL, such as postgres://postgres@localhost:5432/my_app')

// An app that has been here for years, with a table `product` of its own.
const app = new pg.Client(database)
await app.connect()
await app.query('create table if not exists product (number int primary key, label text not null)')
await app.query(`insert into product values (1, 'Anvil, from the old catalogue') on conflict do nothing`)

// One module of Stoa moves in.
const modules = await startModules([productModule], { database })
await modules.migrate()
const products = modules.resolve(ProductService)

if ((await products.listProducts({ handle: 'mug' })).length === 0) {
  await products.createCompleteProducts([
    {
      title: 'Mug',
      handle: 'mug',
      options: [{ title: 'Size', values: ['Small', 'Large'] }],
      variants: [
        { title: 'Small', sku: 'MUG-S', options: { Size: 'Small' } },
        { title: 'Large', sku: 'MUG-L', options: { Size: 'Large' } },
      ],
    },
  ])
}
for (const product of await products.listProducts({}, { relations: ['variants'] })) {
  const skus = product.variants.map(({ sku }) => sku).sort()
  console.log(`stoa_product.product: ${product.title} (${skus.join(', ')})`)
}
const { rows } = await app.query('select * from product')
for (const { number, label } of rows) console.log(`public.product: ${number} ${label}`)

await modules.close()
await app.end()
