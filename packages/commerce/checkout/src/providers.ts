import { provide } from '@stoa/kernel'
import { CheckoutOptions } from './checkout-options.ts'

/** What the checkout registers, for others to replace. */
export const checkoutProviders = [provide(CheckoutOptions, () => new CheckoutOptions())]
