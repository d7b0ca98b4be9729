export { Notification } from './entities/notification.ts'
export { NotificationProvider } from './entities/notification-provider.ts'
export { notificationModule } from './module.ts'
export type { NewNotification } from './new-notification.ts'
export {
  type Attachment,
  type Message,
  type MessageContent,
  NotificationProviderStrategy,
} from './notification-provider-strategy.ts'
export { NotificationProviders } from './notification-providers.ts'
export { NotificationService } from './service.ts'
