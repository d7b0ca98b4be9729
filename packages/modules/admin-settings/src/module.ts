import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { SettingsService } from './service.ts'

/** How users of the admin want it. */
export const adminSettingsModule = defineModule({
  name: 'settings',
  entities: Object.values(entities),
  migrations,
  service: SettingsService,
  graph,
})
