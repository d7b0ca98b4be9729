import type { StoaServer } from '@stoa/http'
import type { Workflow } from '@stoa/workflows'
import { adminClaims } from './admin/claims.ts'
import { adminDraftOrderEdits } from './admin/draft-order-edits.ts'
import { adminDraftOrderShipping } from './admin/draft-order-shipping.ts'
import { adminDraftOrders } from './admin/draft-orders.ts'
import { adminExchanges } from './admin/exchanges.ts'
import { adminFulfillments } from './admin/fulfillments.ts'
import { adminOrderChanges } from './admin/order-changes.ts'
import { adminOrderCreditLines } from './admin/order-credit-lines.ts'
import { adminOrderEdits } from './admin/order-edits.ts'
import { adminOrderExport } from './admin/order-export.ts'
import { adminOrderFulfillments } from './admin/order-fulfillments.ts'
import { adminOrderHistory } from './admin/order-history.ts'
import { adminOrderPayments } from './admin/order-payments.ts'
import { adminOrderPreview } from './admin/order-preview.ts'
import { adminOrderShippingOptions } from './admin/order-shipping-options.ts'
import { adminOrders } from './admin/orders.ts'
import { adminPaymentCollections } from './admin/payment-collections.ts'
import { adminPayments } from './admin/payments.ts'
import { adminRefundReasons } from './admin/refund-reasons.ts'
import { adminReturnReasons } from './admin/return-reasons.ts'
import { adminReturnReceipts } from './admin/return-receipts.ts'
import { adminReturns } from './admin/returns.ts'
import { adminTransfers } from './admin/transfers.ts'
import { exportOrders } from './export-orders.ts'
import { storeOrders } from './store/orders.ts'
import { storeReturnReasons } from './store/return-reasons.ts'
import { storeReturns } from './store/returns.ts'
import { storeTransfers } from './store/transfers.ts'
import { cancelFulfillment } from './workflows/cancel-fulfillment.ts'
import { cancelOrder } from './workflows/cancel-order.ts'
import { cancelParcel } from './workflows/cancel-parcel.ts'
import { cancelReplacement } from './workflows/cancel-replacement.ts'
import { cancelReturn } from './workflows/cancel-return.ts'
import { confirmReplacement } from './workflows/confirm-replacement.ts'
import { createFulfillment } from './workflows/create-fulfillment.ts'
import { createParcel } from './workflows/create-parcel.ts'
import { createReturn } from './workflows/create-return.ts'
import { markAsPaid } from './workflows/mark-as-paid.ts'
import { requestReturn } from './workflows/request-return.ts'

export { addressColumns, type GivenAddress, shippingDefault } from './addresses.ts'
export { finishPaymentsJob } from './finish-payments.ts'
export { salesGraph } from './graph.ts'
export {
  orderFulfillment,
  orderPaymentCollection,
  orderPromotion,
  returnFulfillment,
  salesMigrations,
} from './links.ts'
export { recordCaptures, recordMovement } from './record-payments.ts'
export { type PromisedLine, reserveLines } from './reserve-lines.ts'
export { placedOrderFields } from './store/order-fields.ts'

export {
  cancelFulfillment,
  cancelOrder,
  cancelParcel,
  cancelReplacement,
  cancelReturn,
  confirmReplacement,
  createFulfillment,
  createParcel,
  createReturn,
  markAsPaid,
  requestReturn,
}

/** What orders need done step by step, for the host. */
export const salesWorkflows: readonly Workflow<any, any>[] = [
  cancelOrder,
  markAsPaid,
  createFulfillment,
  cancelFulfillment,
  createParcel,
  cancelParcel,
  createReturn,
  requestReturn,
  cancelReturn,
  confirmReplacement,
  cancelReplacement,
  exportOrders.workflow,
]

/** What is done in the background when it is asked for, for the host. */
export const salesSubscribers = exportOrders.subscribers

/** The routes of orders, as a Fastify plugin. */
export async function sales(app: StoaServer): Promise<void> {
  for (const routes of [
    storeOrders,
    storeTransfers,
    storeReturnReasons,
    storeReturns,
    adminOrders,
    adminOrderHistory,
    adminOrderPreview,
    adminOrderEdits,
    adminOrderChanges,
    adminDraftOrders,
    adminDraftOrderEdits,
    adminDraftOrderShipping,
    adminOrderShippingOptions,
    adminTransfers,
    adminOrderPayments,
    adminOrderCreditLines,
    adminOrderExport,
    adminOrderFulfillments,
    adminFulfillments,
    adminPayments,
    adminPaymentCollections,
    adminRefundReasons,
    adminReturnReasons,
    adminReturns,
    adminReturnReceipts,
    adminExchanges,
    adminClaims,
  ]) {
    await app.register(routes as never)
  }
}
