import { StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { openHost, shopDatabase } from './host.ts'

test('a job runs on one of the hosts that have it', async () => {
  const url = await shopDatabase()
  const hosts = [await openHost(url), await openHost(url)]
  const ran = Promise.withResolvers<void>()
  let runs = 0
  for (const { events, start } of hosts) {
    events.schedule({
      name: 'expire-carts',
      cron: '0 4 * * *',
      timezone: 'Europe/Athens',
      handler: () => {
        runs += 1
        ran.resolve()
      },
    })
    await start()
  }
  await hosts[0]?.events.runJob('expire-carts')
  await ran.promise
  for (const { events } of hosts) await events.stop()
  expect(runs).toBe(1)
  const schedules = await hosts[0]?.database.query(
    `select cron, timezone from stoa_boss.schedule where name = 'job.expire-carts'`,
  )
  expect(schedules).toEqual([{ cron: '0 4 * * *', timezone: 'Europe/Athens' }])
})

test('old events are pruned and lost ones sent again by themselves', async () => {
  const { database, start } = await openHost(await shopDatabase())
  await start()
  const schedules = await database.query('select name, cron from stoa_boss.schedule order by name')
  expect(schedules).toEqual([
    { name: 'job.stoa.prune-events', cron: '17 3 * * *' },
    { name: 'job.stoa.resend-lost-events', cron: '* * * * *' },
  ])
})

test('names must be free and plain', async () => {
  const { events } = await openHost(await shopDatabase())
  const handler = () => undefined
  events.subscribe({ name: 'orders', event: 'order.placed', handler })
  expect(() => events.subscribe({ name: 'orders', event: '*', handler })).toThrow(StoaError)
  expect(() => events.subscribe({ name: 'two words', event: '*', handler })).toThrow('two words')
  expect(() => events.subscribe({ name: 'none', event: [], handler })).toThrow('none names no event')
  expect(() => events.subscribe({ name: 'none', event: '', handler })).toThrow('none names no event')
})

test('a host whose database is prepared starts quickly', async () => {
  const { events, start } = await openHost(await shopDatabase())
  for (let no = 0; no < 30; no += 1) {
    events.subscribe({ name: `subscriber-${no}`, event: `event.${no}`, handler: () => undefined })
  }
  const before = performance.now()
  await start()
  // A bound with plenty of room: it fails if starting ever waits for a poll.
  expect(performance.now() - before).toBeLessThan(2_000)
})
