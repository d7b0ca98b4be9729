import type { FileRouteHandler } from '@stoa/http'
import { LoyaltyService } from '../../../../modules/loyalty/index.ts'

export const config = { auth: { actor: 'customer', by: ['bearer', 'session'] } }

/** `GET /store/loyalty/me`: the points of the customer who is signed in. */
export const GET: FileRouteHandler = async (request) => {
  const [account] = await request.container
    .resolve(LoyaltyService)
    .listLoyaltyAccounts({ customer_id: request.asker.actor?.id ?? '' })
  return { points: account?.points ?? 0 }
}
