import { Order } from './order.ts'
import { OrderAddress } from './order-address.ts'
import { OrderChange } from './order-change.ts'
import { OrderChangeAction } from './order-change-action.ts'
import { OrderClaim } from './order-claim.ts'
import { OrderClaimItem } from './order-claim-item.ts'
import { OrderClaimItemImage } from './order-claim-item-image.ts'
import { OrderCreditLine } from './order-credit-line.ts'
import { OrderExchange } from './order-exchange.ts'
import { OrderExchangeItem } from './order-exchange-item.ts'
import { OrderItem } from './order-item.ts'
import { OrderLineItem } from './order-line-item.ts'
import { OrderLineItemAdjustment } from './order-line-item-adjustment.ts'
import { OrderLineItemTaxLine } from './order-line-item-tax-line.ts'
import { OrderShipping } from './order-shipping.ts'
import { OrderShippingMethod } from './order-shipping-method.ts'
import { OrderShippingMethodAdjustment } from './order-shipping-method-adjustment.ts'
import { OrderShippingMethodTaxLine } from './order-shipping-method-tax-line.ts'
import { OrderSummary } from './order-summary.ts'
import { OrderTransaction } from './order-transaction.ts'
import { Return } from './return.ts'
import { ReturnItem } from './return-item.ts'
import { ReturnReason } from './return-reason.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Order,
  OrderAddress,
  OrderChange,
  OrderChangeAction,
  OrderClaim,
  OrderClaimItem,
  OrderClaimItemImage,
  OrderCreditLine,
  OrderExchange,
  OrderExchangeItem,
  OrderItem,
  OrderLineItem,
  OrderLineItemAdjustment,
  OrderLineItemTaxLine,
  OrderShipping,
  OrderShippingMethod,
  OrderShippingMethodAdjustment,
  OrderShippingMethodTaxLine,
  OrderSummary,
  OrderTransaction,
  Return,
  ReturnItem,
  ReturnReason,
}
