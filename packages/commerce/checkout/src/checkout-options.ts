/**
 * How carts are kept. Register one to have it otherwise.
 *
 * @example
 * export default defineConfig({
 *   providers: [provide(CheckoutOptions, () => new CheckoutOptions({ cart_retention: 365 }))],
 * })
 */
export class CheckoutOptions {
  /** Days after its last change for which a cart that nobody bought is kept; `Infinity` for ever. */
  readonly cart_retention: number

  constructor({ cart_retention = 90 }: { cart_retention?: number } = {}) {
    this.cart_retention = cart_retention
  }
}
