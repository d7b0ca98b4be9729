import { expect, test, vi } from 'vitest'
import { LocalNotifications } from './local-notifications.ts'

const message = {
  id: 'noti_1',
  to: 'ada@example.com',
  from: null,
  channel: 'email',
  template: 'welcome',
  data: { first_name: 'Ada' },
  provider_data: {},
}

test('serves the feed and e-mail unless told otherwise', () => {
  expect(new LocalNotifications().channels).toEqual(['feed', 'email'])
  expect(new LocalNotifications({ channels: ['sms'] }).channels).toEqual(['sms'])
})

test('writes to the log whom a message is for, and nothing of what it says in words', async () => {
  const log = vi.fn()
  const secret = { text: 'Your new password is set here: https://shop.example/reset?token=secret' }
  expect(await new LocalNotifications({ log }).send({ ...message, content: secret })).toEqual({})
  expect(log).toHaveBeenCalledExactlyOnceWith('Notification to ada@example.com over email: welcome', {
    notification_id: 'noti_1',
    from: null,
    data: { first_name: 'Ada' },
  })
})

test('has a message without an address for everybody', async () => {
  const log = vi.fn()
  await new LocalNotifications({ log }).send({ ...message, to: '', channel: 'feed', template: null })
  expect(log.mock.calls[0]?.[0]).toBe('Notification to everybody over feed: no template')
})
