import { BigNumber } from '@stoa/kernel'
import type { ProviderData } from '@stoa/payment'
import { type StripeOptions, StripePayment } from '../src/index.ts'
import type { Intent } from './stripe-api.ts'
import { API_KEY, StripeServer, WEBHOOK_SECRET } from './stripe-server.ts'

let number = 0

/** A key that was not used before. */
export const newKey = (prefix = 'key') => `${prefix}_${++number}`

/** The provider on a Stripe of its own, and short ways to use it. */
export async function startStripe(options: Partial<StripeOptions> = {}) {
  const server = new StripeServer()
  const api_url = await server.listen()
  const open = (more: Partial<StripeOptions> = {}) =>
    new StripePayment({
      api_key: API_KEY,
      webhook_secret: WEBHOOK_SECRET,
      api_url,
      timeout: 400,
      ...options,
      ...more,
    })
  const provider = open()

  const begin = async (
    amount: BigNumber.Value = 30,
    currency_code = 'eur',
    more: { data?: ProviderData; context?: ProviderData; provider?: StripePayment } = {},
  ) => {
    const idempotency_key = newKey('payses')
    const { data } = await (more.provider ?? provider).initiatePayment({
      amount: BigNumber(amount),
      currency_code,
      data: more.data ?? {},
      context: { session_id: idempotency_key, ...more.context },
      idempotency_key,
    })
    return data
  }

  /** One that the buyer has confirmed in the browser. */
  const pay = async (...[amount, currency_code, more]: Parameters<typeof begin>) => {
    const data = await begin(amount, currency_code, more)
    server.api.confirm(String(data.id), 'pm_card_visa')
    return (await (more?.provider ?? provider).authorizePayment({ data, idempotency_key: newKey() })).data
  }

  const some = (data: ProviderData, amount: BigNumber.Value, idempotency_key = newKey()) => ({
    data,
    amount: BigNumber(amount),
    currency_code: String(data.currency),
    idempotency_key,
  })

  const intentOf = (data: ProviderData): Intent => server.api.intent(String(data.id))

  return { server, provider, open, begin, pay, some, intentOf, close: () => server.close() }
}

export type StartedStripe = Awaited<ReturnType<typeof startStripe>>
