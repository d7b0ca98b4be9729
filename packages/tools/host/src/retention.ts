import { AuthService } from '@stoa/auth'
import { pruneCarts } from '@stoa/checkout'
import { defineJob } from '@stoa/events'
import { IdempotencyKeys } from '@stoa/idempotency'
import { NotificationService } from '@stoa/notification'
import { Workflows } from '@stoa/workflows'

/** What is removed when its time is over, at night or every hour. Events see to it themselves. */
export const retentionJobs = [
  defineJob({
    name: 'stoa.prune-idempotency-keys',
    cron: '23 * * * *',
    handler: ({ container }) => container.resolve(IdempotencyKeys).prune(),
  }),
  defineJob({
    name: 'stoa.prune-workflows',
    cron: '27 * * * *',
    handler: ({ container }) => container.resolve(Workflows).prune(),
  }),
  defineJob({
    name: 'stoa.prune-sessions',
    cron: '13 3 * * *',
    handler: ({ container }) => container.resolve(AuthService).prune(),
  }),
  defineJob({
    name: 'stoa.prune-carts',
    cron: '33 3 * * *',
    handler: ({ container }) => pruneCarts(container),
  }),
  defineJob({
    name: 'stoa.prune-notifications',
    cron: '43 3 * * *',
    handler: ({ container }) => container.resolve(NotificationService).prune(),
  }),
]
