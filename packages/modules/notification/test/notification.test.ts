import { type Modules, provide, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createGate, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type Message,
  type NewNotification,
  NotificationProviderStrategy,
  NotificationProviders,
  NotificationService,
  notificationModule,
} from '../src/index.ts'

/** An outside system that remembers what it was given, and fails or waits when it is told to. */
class Post extends NotificationProviderStrategy {
  readonly name = 'The post'
  readonly id: string
  readonly channels: readonly string[]
  readonly sent: Message[] = []
  before: (message: Message) => Promise<void> | void = () => undefined

  constructor(id: string, channels: readonly string[]) {
    super()
    this.id = id
    this.channels = channels
  }

  async send(message: Message) {
    await this.before(message)
    this.sent.push(message)
    return { id: `ext_${message.id}` }
  }
}

let database: TestDatabase
let modules: Modules
let notifications: NotificationService
const post = new Post('post', ['email', 'sms'])
const feed = new Post('wall', ['feed'])

const start = (providers: NotificationProviderStrategy[]) =>
  startModules([notificationModule, queryModule], {
    database: database.url,
    providers: [provide(NotificationProviders, () => new NotificationProviders(providers))],
  })

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await start([post, feed])
  await modules.migrate()
  notifications = modules.resolve(NotificationService)
})

beforeEach(() => {
  post.sent.length = 0
  post.before = () => undefined
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

let keys = 0
const message = (more: Partial<NewNotification> = {}): NewNotification => ({
  to: 'ada@example.com',
  channel: 'email',
  template: 'welcome',
  ...more,
})
const keyed = (more: Partial<NewNotification> = {}) => message({ idempotency_key: `key-${++keys}`, ...more })
const keptWith = (key: unknown) => notifications.listNotifications({ idempotency_key: key as string })

test('a message goes to the provider of its channel, and is kept with what became of it', async () => {
  const sent = await notifications.send(
    message({ data: { name: 'Ada' }, provider_data: { cc: 'bob@example.com' }, resource_id: 'order_1' }),
  )
  expect(sent).toMatchObject({
    id: expect.stringMatching(/^noti_/),
    status: 'success',
    external_id: `ext_${sent.id}`,
    data: { name: 'Ada' },
  })
  expect(post.sent).toEqual([
    {
      id: sent.id,
      to: 'ada@example.com',
      from: null,
      channel: 'email',
      template: 'welcome',
      data: { name: 'Ada' },
      provider_data: { cc: 'bob@example.com' },
      content: undefined,
      attachments: undefined,
    },
  ])
  const [provider] = await notifications.listNotificationProviders({ id: sent.provider_id as string })
  expect(provider).toMatchObject({
    id: expect.stringMatching(/^notpro_/),
    handle: 'post',
    name: 'The post',
    channels: ['email', 'sms'],
  })
})

test('what a message says in words goes out, and is not kept', async () => {
  const content = { subject: 'Welcome', text: 'secret words' }
  const attachments = [{ filename: 'a.txt', content: 'c2VjcmV0' }]
  await notifications.send(message({ content, attachments }))
  expect(post.sent[0]).toMatchObject({ content, attachments })
  const kept = await modules.database.query(
    `select from stoa_notification.notification n where n::text like '%secret words%' or n::text like '%c2VjcmV0%'`,
  )
  expect(kept).toEqual([])
})

test('of all with one key one is sent, also within one call', async () => {
  const given = keyed()
  const first = await notifications.send(given)
  const [again, twin] = await notifications.send([given, given])
  expect([again?.id, twin?.id]).toEqual([first.id, first.id])
  expect(post.sent).toHaveLength(1)
  await notifications.send([message(), message()])
  expect(post.sent).toHaveLength(3)
})

test('a call that meets a message on its way is told to come again, and sends nothing', async () => {
  const gate = createGate('the provider has the message')
  post.before = () => gate.pass()
  const given = keyed()
  const first = notifications.send(given)
  await gate.reached
  await expect(notifications.send(given)).rejects.toMatchObject({ type: 'conflict' })
  gate.open()
  const sent = await first
  expect(await notifications.send(given)).toMatchObject({ id: sent.id, status: 'success' })
  expect(post.sent).toHaveLength(1)
})

test('many calls at once with one key send once', async () => {
  const given = keyed()
  const calls = await Promise.allSettled(Array.from({ length: 8 }, () => notifications.send(given)))
  expect(calls.some(({ status }) => status === 'fulfilled')).toBe(true)
  for (const call of calls) {
    if (call.status === 'rejected') expect(call.reason).toMatchObject({ type: 'conflict' })
  }
  expect(post.sent).toHaveLength(1)
  expect(await keptWith(given.idempotency_key)).toHaveLength(1)
})

test('one that fails is kept as such, holds up no other, and is sent when it is asked for again', async () => {
  const [bad, good] = [keyed({ to: 'bad@example.com' }), keyed()]
  post.before = ({ to }) => {
    if (to === 'bad@example.com') throw new Error('mailbox full')
  }
  await expect(notifications.send([bad, good])).rejects.toMatchObject({
    type: 'unexpected_state',
    message: expect.stringMatching(/bad@example\.com over email could not be sent: mailbox full/),
  })
  const [failed] = await keptWith(bad.idempotency_key)
  expect(failed).toMatchObject({ status: 'failure', external_id: null })
  expect(await keptWith(good.idempotency_key)).toMatchObject([{ status: 'success' }])
  post.before = () => undefined
  const rows = await notifications.send([bad, good])
  expect(rows.map(({ status }) => status)).toEqual(['success', 'success'])
  expect(rows[0]?.id).toBe(failed?.id)
  expect(post.sent.map(({ to }) => to)).toEqual(['ada@example.com', 'bad@example.com'])
})

test('one that a host left behind is taken up after five minutes, under the same id', async () => {
  const given = keyed({ data: { n: 1 } })
  const left = await notifications.createNotifications({ ...given, status: 'pending' } as never)
  await expect(notifications.send(given)).rejects.toMatchObject({ type: 'conflict' })
  expect(post.sent).toHaveLength(0)
  await modules.database.query(
    `update stoa_notification.notification set updated_at = now() - interval '301 seconds' where id = $1`,
    [left.id],
  )
  expect(await notifications.send({ ...given, data: { n: 2 } })).toMatchObject({ status: 'success' })
  expect(post.sent).toMatchObject([{ id: left.id, data: { n: 1 } }])
})

test('nothing is sent in a transaction', async () => {
  await expect(modules.transaction(() => notifications.send(message()))).rejects.toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('ada@example.com'),
  })
  expect(post.sent).toHaveLength(0)
})

test('where one channel has no provider none is sent, and nothing is kept', async () => {
  const given = keyed()
  await expect(notifications.send([given, message({ channel: 'pigeon' })])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringMatching(/pigeon.*email, sms, feed/),
  })
  expect(post.sent).toHaveLength(0)
  expect(await keptWith(given.idempotency_key)).toEqual([])
})

test('two providers of one channel are refused', () => {
  expect(() => new NotificationProviders([post, new Post('other', ['sms'])])).toThrow(
    'Notification providers post and other both serve the channel sms',
  )
})

test('many messages take no more statements than one, up to ten', async () => {
  const counted = async (size: number) => {
    let statements = 0
    const stop = modules.database.onStatement(() => {
      statements++
    })
    await notifications.send(Array.from({ length: size }, () => message()))
    stop()
    return statements
  }
  expect([await counted(1), await counted(10)]).toEqual([3, 3])
})

test('a provider that is installed no more stays known, and is not enabled', async () => {
  const other = await start([feed])
  await other.migrate()
  const enabled = async () =>
    (await notifications.listNotificationProviders({}, { order: { handle: 'asc' } })).map(
      ({ handle, is_enabled }) => [handle, is_enabled],
    )
  expect(await enabled()).toEqual([
    ['post', false],
    ['wall', true],
  ])
  await other.close()
  await modules.migrate()
  expect(await enabled()).toEqual([
    ['post', true],
    ['wall', true],
  ])
})

test('q looks for whom a message is for and what it is about', async () => {
  await notifications.send(
    message({ to: 'Zoe@Example.com', resource_type: 'order', resource_id: 'order_77' }),
  )
  const found = (q: string) => modules.resolve(Query).count('notification', { filters: { q } })
  expect([await found('zoe@'), await found('ORDER_77 zoe'), await found('order_78')]).toEqual([1, 1, 0])
})

test('messages go three months after they were asked for, with their keys, and what is younger stays', async () => {
  const message = (to: string, more: object = {}) => ({ to, channel: 'email', template: 'hello', ...more })
  const aged = async (id: string, days: number) => {
    await modules.database.query(
      `update stoa_notification.notification set created_at = now() - $2 * interval '1 day' where id = $1`,
      [id, days],
    )
    return id
  }
  const sent = async (to: string, days: number, key?: string) =>
    aged((await notifications.send(message(to, key ? { idempotency_key: key } : {}))).id, days)
  post.before = () => Promise.reject(new Error('closed'))
  await expect(notifications.send(message('failed@example.com'))).rejects.toThrow()
  post.before = () => undefined
  const [failed] = await notifications.listNotifications({ to: 'failed@example.com' })
  const gone = [
    await aged(failed?.id as string, 91),
    await sent('old@example.com', 91, 'key of old'),
    await sent('deleted@example.com', 91),
  ]
  await notifications.softDeleteNotifications([gone[2] as string])
  const kept = [await sent('young@example.com', 89), await sent('new@example.com', 0)]
  expect(await notifications.prune()).toBe(gone.length)
  const left = await modules.database.query<{ id: string }>(
    'select id from stoa_notification.notification where id = any($1) order by id',
    [[...gone, ...kept]],
  )
  expect(left.map(({ id }) => id)).toEqual(kept.toSorted())
  post.sent.length = 0
  await sent('old@example.com', 0, 'key of old')
  expect(post.sent).toHaveLength(1)
  expect(await notifications.prune(0.5)).toBe(1)
})
