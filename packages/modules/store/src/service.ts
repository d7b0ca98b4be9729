import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** The shop itself. */
export class StoreService extends moduleService(entities) {}
