export { AccountHolder } from './entities/account-holder.ts'
export { Capture } from './entities/capture.ts'
export { Payment } from './entities/payment.ts'
export { PaymentCollection } from './entities/payment-collection.ts'
export { PaymentOperation } from './entities/payment-operation.ts'
export { PaymentProvider } from './entities/payment-provider.ts'
export { PaymentSession } from './entities/payment-session.ts'
export { Refund } from './entities/refund.ts'
export { RefundReason } from './entities/refund-reason.ts'
export { paymentModule } from './module.ts'
export type { OperationKind } from './operation-statements.ts'
export type { Movement, OnMovement, WantedOperation } from './operations.ts'
export {
  type AmountCall,
  type PaymentCall,
  PaymentProviderStrategy,
  type PaymentResult,
  type ProviderCustomer,
  type ProviderData,
  type ProviderWebhook,
  type SavedPaymentMethod,
  type WebhookAction,
} from './payment-provider-strategy.ts'
export { PaymentProviders } from './payment-providers.ts'
export { type AbandonedSession, PaymentService } from './service.ts'
export { SystemPaymentProvider } from './system-payment-provider.ts'
