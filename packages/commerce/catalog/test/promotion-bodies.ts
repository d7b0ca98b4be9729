import { expect } from 'vitest'

let count = 0

/** The body of a promotion: 10 % off all items, unless it is said otherwise. */
export function promotionBody(more: object = {}, method: object = {}) {
  count += 1
  return {
    code: `CODE${count}`,
    type: 'standard',
    ...more,
    application_method: {
      type: 'percentage',
      value: 10,
      target_type: 'items',
      allocation: 'across',
      ...method,
    },
  }
}

/** The body of a campaign. */
export function campaignBody(more: object = {}) {
  count += 1
  return { name: `Campaign ${count}`, campaign_identifier: `campaign-${count}`, ...more }
}

/** A rule on products. */
export const productRule = (...values: string[]) => ({
  attribute: 'items.product.id',
  operator: 'in',
  values,
})

/** How a rule's value is answered. */
export const ruleValue = (value: string) => ({ id: expect.stringMatching(/^prorulval_/), value })
