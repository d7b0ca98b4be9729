import { setTimeout as sleep } from 'node:timers/promises'
import { readCsv } from '@stoa/csv'
import { FileService } from '@stoa/file'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buy } from './buy.ts'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost({ background: true })
})
afterAll(() => demo?.stop())

/** The rows of an export, by the names of their columns. */
async function exported(query = ''): Promise<Record<string, string>[]> {
  const { status, body } = await demo.admin('POST', `/admin/orders/export${query}`, {})
  expect([status, body]).toEqual([202, { transaction_id: expect.any(String) }])
  const sql = `select data from stoa_events.event where name = 'order.export_finished' and data ->> 'id' = $1`
  for (;;) {
    const [told] = await demo.host.modules.database.query<{ data: any }>(sql, [body.transaction_id])
    if (!told) {
      await sleep(50)
      continue
    }
    expect(told.data).toMatchObject({ filename: 'order-exports.csv', url: expect.stringMatching(/\.csv$/) })
    const bytes = await demo.host.modules.resolve(FileService).downloadFile(told.data.file_id)
    const lines: string[][] = []
    for await (const { cells } of readCsv(bytes)) lines.push([...cells])
    const [header, ...rows] = lines
    return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [header?.[at] as string, cell])))
  }
}

test('orders are written into a file, a row for each line', async () => {
  const order = await buy(demo)
  const other = await buy(demo, 'other@example.com')
  const rows = await exported()
  expect(rows.map((row) => row['Order Id']).sort()).toEqual([order.id, other.id].sort())
  const [item] = order.items
  expect(rows.find((row) => row['Order Id'] === order.id)).toMatchObject({
    'Order Number': String(order.display_id),
    Status: 'pending',
    'Payment Status': 'authorized',
    'Fulfillment Status': 'not_fulfilled',
    Email: 'ada@example.com',
    Currency: 'eur',
    Total: String(order.total),
    'Tax Total': String(order.tax_total),
    'Shipping Total': String(order.shipping_total),
    'Shipping City': 'Berlin',
    'Billing Country': 'de',
    'Item Id': item.id,
    'Item Title': item.title,
    'Item SKU': item.variant_sku,
    'Item Quantity': '1',
    'Item Unit Price': String(item.unit_price),
    'Item Total': String(item.total),
  })
})

test('what the list’s filters fit is written, and nothing else', async () => {
  const order = await buy(demo, 'grace@example.com')
  await demo.admin('POST', `/admin/orders/${order.id}/cancel`, {})
  expect((await exported('?q=grace')).map((row) => row['Order Id'])).toEqual([order.id])
  expect((await exported('?status=canceled')).map((row) => row['Order Id'])).toEqual([order.id])
  expect(await exported(`?total[$gt]=${order.total + 1_000_000}`)).toEqual([])
})

test('filters that mean nothing are refused at once', async () => {
  for (const query of ['created_at[$gt]=yesterdayish', 'total[$nope]=1', 'total=much'])
    expect(await demo.admin('POST', `/admin/orders/export?${query}`, {})).toMatchObject({
      status: 400,
      body: { type: 'invalid_data' },
    })
})
