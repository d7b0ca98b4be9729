import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** Products and all that describes them. */
export class ProductService extends moduleService(entities) {}
