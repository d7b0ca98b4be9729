import { Cart } from './cart.ts'
import { CartAddress } from './cart-address.ts'
import { CartCreditLine } from './cart-credit-line.ts'
import { CartLineItem } from './cart-line-item.ts'
import { CartLineItemAdjustment } from './cart-line-item-adjustment.ts'
import { CartLineItemTaxLine } from './cart-line-item-tax-line.ts'
import { CartShippingMethod } from './cart-shipping-method.ts'
import { CartShippingMethodAdjustment } from './cart-shipping-method-adjustment.ts'
import { CartShippingMethodTaxLine } from './cart-shipping-method-tax-line.ts'

/** Every entity of the module, by its name. */
export const entities = {
  Cart,
  CartAddress,
  CartCreditLine,
  CartLineItem,
  CartLineItemAdjustment,
  CartLineItemTaxLine,
  CartShippingMethod,
  CartShippingMethodAdjustment,
  CartShippingMethodTaxLine,
}
