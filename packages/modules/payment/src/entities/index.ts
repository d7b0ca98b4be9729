import { AccountHolder } from './account-holder.ts'
import { Capture } from './capture.ts'
import { Payment } from './payment.ts'
import { PaymentCollection } from './payment-collection.ts'
import { PaymentOperation } from './payment-operation.ts'
import { PaymentProvider } from './payment-provider.ts'
import { PaymentSession } from './payment-session.ts'
import { Refund } from './refund.ts'
import { RefundReason } from './refund-reason.ts'

/** Every entity of the module, by its name. */
export const entities = {
  AccountHolder,
  Capture,
  Payment,
  PaymentCollection,
  PaymentOperation,
  PaymentProvider,
  PaymentSession,
  Refund,
  RefundReason,
}
