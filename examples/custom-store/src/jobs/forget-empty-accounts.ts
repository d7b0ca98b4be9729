import type { HandlerContext } from '@stoa/events'
import { LoyaltyService } from '../modules/loyalty/index.ts'

export const config = { schedule: '0 4 * * *' }

/** Every night at four, on one host only. */
export default async function forgetEmptyAccounts({ container }: HandlerContext): Promise<void> {
  const loyalty = container.resolve(LoyaltyService)
  const empty = await loyalty.listLoyaltyAccounts({ points: 0 })
  await loyalty.deleteLoyaltyAccounts(empty.map(({ id }) => id))
}
