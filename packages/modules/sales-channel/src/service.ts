import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** Where the shop sells. */
export class SalesChannelService extends moduleService(entities) {}
