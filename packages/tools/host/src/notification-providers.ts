import { type Log, type Provider, provide } from '@stoa/kernel'
import { NotificationProviders } from '@stoa/notification'
import { LocalNotifications } from '@stoa/notification-local'

/** The admin's feed, and e-mails that go no further than the log: who wants them to arrive brings a provider. */
export const notificationProviders = (log: Log): Provider<NotificationProviders>[] => [
  provide(NotificationProviders, () => new NotificationProviders([new LocalNotifications({ log })])),
]
