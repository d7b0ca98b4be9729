/** How {@link StripePayment} reaches Stripe, and how it takes money there. */
export interface StripeOptions {
  /** The secret key, `sk_…`, or a restricted one, `rk_…`. */
  api_key: string
  /** Of the webhook endpoint, `whsec_…`. Without it webhooks are refused. */
  webhook_secret?: string
  /**
   * `manual` holds the money until a capture is asked for, `automatic` takes it as soon as the buyer confirms. Default:
   * `manual`.
   */
  capture?: 'manual' | 'automatic'
  /** The last part of the provider's id: `second` makes it `pp_stripe_second`. Default: `stripe`. */
  suffix?: string
  /** Such as `['card', 'ideal']`. Default: what is switched on in Stripe's dashboard. Stripe offers those that fit a payment. */
  allowed_payment_method_types?: readonly string[]
  /** Saves each buyer's way to pay, unless the client asks for something else. Default: it does not. */
  setup_future_usage?: 'on_session' | 'off_session'
  /** Where the API is. Default: `https://api.stripe.com`. */
  api_url?: string
  /** How long to wait for one answer, in milliseconds. Default: 15,000. */
  timeout?: number
}
