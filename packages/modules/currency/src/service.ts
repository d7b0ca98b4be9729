import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** The currencies there are. */
export class CurrencyService extends moduleService(entities) {}
