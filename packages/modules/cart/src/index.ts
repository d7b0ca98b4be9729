export type { CartChanges, NewAdjustment, NewTaxLine } from './changes.ts'
export { Cart } from './entities/cart.ts'
export { CartAddress } from './entities/cart-address.ts'
export { CartCreditLine } from './entities/cart-credit-line.ts'
export { CartLineItem } from './entities/cart-line-item.ts'
export { CartLineItemAdjustment } from './entities/cart-line-item-adjustment.ts'
export { CartLineItemTaxLine } from './entities/cart-line-item-tax-line.ts'
export { CartShippingMethod } from './entities/cart-shipping-method.ts'
export { CartShippingMethodAdjustment } from './entities/cart-shipping-method-adjustment.ts'
export { CartShippingMethodTaxLine } from './entities/cart-shipping-method-tax-line.ts'
export { cartModule } from './module.ts'
export { nextCart, totalOf } from './next-cart.ts'
export { CartService } from './service.ts'
export type {
  CartAdjustment,
  CartItem,
  CartPlace,
  CartShipping,
  CartSnapshot,
  CartTaxLine,
} from './snapshot.ts'
export { cartTotalFields, lineTotalFields } from './totals.ts'
