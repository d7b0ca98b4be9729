import { defineJob } from '@stoa/events'
import { IdempotencyKeys } from '@stoa/idempotency'

/** Forgets idempotency keys whose time is over, every hour. */
export const idempotencyJob = defineJob({
  name: 'stoa.prune-idempotency-keys',
  cron: '23 * * * *',
  handler: ({ container }) => container.resolve(IdempotencyKeys).prune(),
})
