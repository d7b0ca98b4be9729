import { Notification } from './notification.ts'
import { NotificationProvider } from './notification-provider.ts'

/** Every entity of the module, by its name. */
export const entities = { Notification, NotificationProvider }
