import { defineModule } from '@stoa/kernel'
import { IdempotencyKeys } from './idempotency-keys.ts'
import { migrations } from './migrations/index.ts'

/** Remembers what was asked with an `Idempotency-Key`, and what was answered. */
export const idempotencyModule = defineModule({
  name: 'idempotency',
  entities: [],
  migrations,
  service: IdempotencyKeys,
})
