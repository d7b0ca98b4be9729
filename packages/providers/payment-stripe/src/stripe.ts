import { StoaError } from '@stoa/kernel'
import Stripe from 'stripe'
import type { StripeOptions } from './options.ts'

/**
 * The SDK, set up. It asks once more, under the same idempotency key, where a connection breaks or nothing is answered: the
 * buyer need not see that. More is not its task, as whoever calls a provider asks again by itself until it knows.
 */
export function stripeOf({ api_key, api_url, timeout = 15_000 }: StripeOptions): Stripe {
  if (!api_key) throw new StoaError('invalid_data', 'Stripe needs an api_key, such as sk_live_….')
  return new Stripe(api_key, {
    ...(api_url === undefined ? {} : addressOf(api_url)),
    timeout,
    maxNetworkRetries: 1,
    telemetry: false,
    appInfo: { name: 'Stoa' },
  })
}

function addressOf(url: string) {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoaError(
      'invalid_data',
      `api_url must be a URL such as https://api.stripe.com; ${url} is not.`,
    )
  }
  const { hostname, port, protocol } = new URL(url)
  const scheme = protocol === 'http:' ? ('http' as const) : ('https' as const)
  return { host: hostname, port: port || (scheme === 'http' ? 80 : 443), protocol: scheme }
}
