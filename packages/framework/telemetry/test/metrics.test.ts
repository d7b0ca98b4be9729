import { createServer } from '@stoa/http'
import { startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { expect, onTestFinished, test } from 'vitest'
import { addMetrics, Metrics, type MetricsOptions, telemetryModule } from '../src/index.ts'

async function openHost(options?: MetricsOptions) {
  const { url, drop } = await createTestDatabase()
  const modules = await startModules([telemetryModule], { database: url })
  const app = await createServer({ container: modules.container, cookie_secret: 'a'.repeat(32) })
  addMetrics(app, options)
  app.get('/things/:id', async ({ params }) => {
    await modules.database.query('select 1')
    return params
  })
  app.get('/broken', () => modules.database.query('select nothing'))
  await app.ready()
  onTestFinished(async () => {
    await app.close()
    await modules.close()
    await drop()
  })
  return {
    app,
    modules,
    metrics: modules.resolve(Metrics),
    async value(line: string) {
      const { payload } = await app.inject('/metrics')
      const found = payload.split('\n').find((each) => each.startsWith(`${line} `))
      return found && Number(found.split(' ').at(-1))
    },
  }
}

test('requests are counted by route, not by path, and statements with how long they take', async () => {
  const { app, value } = await openHost()
  await app.inject('/things/1')
  await app.inject('/things/2')
  await app.inject('/nothing')
  const requests = (route: string, status: number) =>
    value(`stoa_http_request_duration_seconds_count{method="GET",route="${route}",status="${status}"}`)
  expect(await requests('/things/:id', 200)).toBe(2)
  expect(await requests('unknown', 404)).toBe(1)
  expect(await value('stoa_sql_statement_duration_seconds_count')).toBeGreaterThanOrEqual(2)
})

test('statements that fail are counted by why', async () => {
  const { app, value } = await openHost()
  expect((await app.inject('/broken')).statusCode).toBe(500)
  expect(await value('stoa_sql_failures_total{code="42703"}')).toBe(1)
})

test('transactions that lose a race are counted by why, and by what becomes of them', async () => {
  const { modules, value } = await openHost()
  const { database } = modules
  await database.query('create table shelf as select 0 as mugs')
  let left = 5
  const lose = () =>
    database.transaction(async () => {
      await database.query('set transaction isolation level repeatable read')
      await database.query('select from shelf')
      left -= 1
      if (left > 0) await database.pool.query('update shelf set mugs = mugs + 1')
      await database.query('update shelf set mugs = mugs + 1')
    })
  const races = (outcome: string) =>
    value(`stoa_database_lost_races_total{reason="serialization_failure",outcome="${outcome}"}`)
  await expect(lose()).rejects.toMatchObject({ type: 'conflict' })
  expect([await races('run_again'), await races('given_up')]).toEqual([3, 1])
  await lose()
  expect([await races('run_again'), await races('given_up')]).toEqual([3, 1])
})

test('connections are shown by what they do', async () => {
  const { modules, value } = await openHost()
  const client = await modules.database.pool.connect()
  try {
    expect(await value('stoa_database_connections{state="busy"}')).toBe(1)
    expect(await value('stoa_database_waiting')).toBe(0)
  } finally {
    client.release()
  }
})

test('a sampler is asked once for many who ask at the same time, and one that fails spoils nothing', async () => {
  const { app, metrics, value } = await openHost()
  let asked = 0
  metrics.sample(() => {
    throw new Error('out of order')
  })
  metrics.sample(async () => {
    asked += 1
    return [{ name: 'shop_carts', help: 'Carts', value: 7, labels: { state: 'open' } }]
  })
  const answers = await Promise.all(Array.from({ length: 10 }, () => app.inject('/metrics')))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200))
  expect(await value('shop_carts{state="open"}')).toBe(7)
  expect(await value('stoa_metrics_failed_total')).toBe(1)
  expect(asked).toBe(1)
})

test('with a token, only who shows it may read them', async () => {
  const { app } = await openHost({ token: 'let me see' })
  expect((await app.inject('/metrics')).statusCode).toBe(401)
  const ask = (authorization: string) => app.inject({ url: '/metrics', headers: { authorization } })
  expect((await ask('Bearer let me see')).statusCode).toBe(200)
  expect((await ask('Bearer let me go')).statusCode).toBe(401)
})
