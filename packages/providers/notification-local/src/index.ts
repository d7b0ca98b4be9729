export { LocalNotifications, type LocalNotificationsOptions } from './local-notifications.ts'
