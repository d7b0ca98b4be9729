import { defineJob } from '@stoa/events'
import { PaymentService } from '@stoa/payment'
import { recordMovement } from './record-payments.ts'

/** Every minute: goes on with captures and refunds that a dead process or a silent provider left. */
export const finishPaymentsJob = defineJob({
  name: 'stoa.payments',
  cron: '* * * * *',
  handler: ({ container }) =>
    container.resolve(PaymentService).finishOperations({}, recordMovement(container)),
})
