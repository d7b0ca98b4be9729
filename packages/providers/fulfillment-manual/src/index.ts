export { ManualFulfillment } from './manual-fulfillment.ts'
