import { Events } from '@stoa/events'
import { NotificationService } from '@stoa/notification'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Host, startHost } from '../src/index.ts'

const secrets = { jwt_secret: 'a secret of the tests', cookie_secret: 'another secret of the tests' }

let database: TestDatabase
let host: Host | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  host = await startHost({ ...secrets, database: database.url })
})

afterAll(async () => {
  await host?.stop()
  await database?.drop()
})

test('old notifications are removed by a job', async () => {
  const { modules } = host as Host
  const notifications = modules.resolve(NotificationService)
  const ids: string[] = []
  for (const days of [89, 91]) {
    const { id } = await notifications.send({ to: 'ada@example.com', channel: 'feed', template: 'hello' })
    ids.push(id)
    await modules.database.query(
      `update stoa_notification.notification set created_at = now() - $2 * interval '1 day' where id = $1`,
      [id, days],
    )
  }
  await modules.resolve(Events).runJob('stoa.prune-notifications')
  await vi.waitFor(
    async () =>
      expect((await notifications.listNotifications({ id: ids })).map(({ id }) => id)).toEqual([ids[0]]),
    { timeout: 20_000, interval: 50 },
  )
})
