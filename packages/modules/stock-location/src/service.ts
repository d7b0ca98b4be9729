import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** Where goods lie. */
export class StockLocationService extends moduleService(entities) {}
