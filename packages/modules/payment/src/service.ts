import { moduleService } from '@stoa/kernel'
import { entities } from './entities/index.ts'

/** What is to be paid, tried, authorised, captured and refunded. */
export class PaymentService extends moduleService(entities) {}
