import { InventoryService, inventoryModule } from '@stoa/inventory'
import { startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { expect, test } from 'vitest'
import { call } from './call.ts'

test('what was promised wrongly is set right and named, once', async () => {
  const { url, drop } = await createTestDatabase()
  const modules = await startModules([inventoryModule], { database: url })
  try {
    await modules.migrate()
    const inventory = modules.resolve(InventoryService)
    const item = await inventory.createInventoryItems({ sku: 'MUG' })
    await inventory.createInventoryLevels([
      { inventory_item_id: item.id, location_id: 'sloc_1', stocked_quantity: 5 },
    ] as never[])
    expect(await call(url, 'stock', 'repair')).toMatchObject({
      code: 0,
      out: 'What is promised is the sum of the reservations everywhere.',
    })
    await modules.database.query('update stoa_inventory.inventory_level set reserved_quantity = 3')
    expect((await call(url, 'stock', 'repair')).out).toMatch(new RegExp(`${item.id} +sloc_1 +3 +0$`))
    expect(JSON.parse((await call(url, 'stock', 'repair', '--json')).out)).toEqual([])
  } finally {
    await modules.close()
    await drop()
  }
})

test('a database without stock says what to do', async () => {
  const { url, drop } = await createTestDatabase()
  const { code, err } = await call(url, 'stock', 'repair')
  expect({ code, err }).toEqual({
    code: 1,
    err: 'The database has no tables for this. Start a host on it once, which creates them.',
  })
  await drop()
})
