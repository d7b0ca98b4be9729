import { BigNumber } from '@stoa/money'
import type { ActivePromotion } from '../active-promotion.ts'

const ZERO = new BigNumber(0)
const ONE = new BigNumber(1)

/** What the promotions of one cart take from the budgets of their campaigns. */
export class Budgets {
  readonly #taken = new Map<string, BigNumber>()

  /**
   * Takes a use from the budget of a promotion's campaign.
   *
   * @param amount what the promotion takes off the cart
   * @param currencyCode the cart's
   * @returns whether that much is left; nothing is taken otherwise
   */
  take({ campaign }: ActivePromotion, amount: BigNumber, currencyCode: string): boolean {
    const budget = campaign?.budget
    if (!budget) return true
    const isMoney = countsMoney(budget)
    if (isMoney && budget.currency_code?.toLowerCase() !== currencyCode.toLowerCase()) return false
    const taken = (this.#taken.get(budget.id) ?? ZERO).plus(isMoney ? amount : ONE)
    if (budget.limit !== null && budget.used.plus(taken).gt(budget.limit)) return false
    this.#taken.set(budget.id, taken)
    return true
  }
}

/** Whether a budget counts money, and not uses. */
export const countsMoney = ({ type }: { type: string }): boolean => type.startsWith('spend')
