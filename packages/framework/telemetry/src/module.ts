import { defineModule } from '@stoa/kernel'
import { Metrics } from './metrics.ts'

/** Counts what happens on this host. */
export const telemetryModule = defineModule({
  name: 'telemetry',
  entities: [],
  migrations: [],
  service: Metrics,
})
