import { defineModule } from '@stoa/kernel'
import { Query } from './query.ts'

/** Registers {@link Query}. It has no tables of its own. */
export const queryModule = defineModule({ name: 'query', entities: [], migrations: [], service: Query })
