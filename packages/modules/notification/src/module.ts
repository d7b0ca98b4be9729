import { defineModule, provide } from '@stoa/kernel'
import { defineSearchDocument } from '@stoa/query'
import { entities } from './entities/index.ts'
import { migrations } from './migrations/index.ts'
import { NotificationProviders } from './notification-providers.ts'
import { prepare } from './prepare.ts'
import { NotificationService } from './service.ts'

/** Messages to people, and what became of them. */
export const notificationModule = defineModule({
  name: 'notification',
  entities: Object.values(entities),
  migrations,
  service: NotificationService,
  graph: [defineSearchDocument('notification', ['to', 'from', 'resource_id', 'resource_type'])],
  providers: [provide(NotificationProviders, () => new NotificationProviders([]))],
  prepare,
})
