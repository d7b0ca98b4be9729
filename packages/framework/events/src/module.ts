import { defineModule, provide } from '@stoa/kernel'
import { Boss } from './boss.ts'
import { Events } from './events.ts'
import { migrations } from './migrations/index.ts'
import { PgBossTransport } from './pg-boss-transport.ts'
import { EventTransport } from './transport.ts'

/** Events, their subscribers and scheduled jobs. */
export const eventsModule = defineModule({
  name: 'events',
  entities: [],
  migrations,
  service: Events,
  providers: [
    provide(Boss, (container) => new Boss(container)),
    provide(EventTransport, (container) => new PgBossTransport(container)),
  ],
})
