export type { StripeOptions } from './options.ts'
export { StripePayment } from './stripe-payment.ts'
