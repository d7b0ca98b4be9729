import { StoaError } from '@stoa/kernel'
import { type PromotionRuleKind, promotionRuleKinds } from '@stoa/promotion'
import {
  boughtQuantity,
  cartAttributes,
  currencyAttribute,
  givenQuantity,
  itemAttributes,
  type RuleAttribute,
  shippingAttributes,
} from './rule-attributes.ts'

/** What is known of the promotion that rules are for. */
export interface RuledPromotion {
  promotion_type?: string | undefined
  application_method_type?: string | undefined
  application_method_target_type?: string | undefined
}

/**
 * The kind of rules that a path names: `target-rules`, or `target_rules`.
 *
 * @throws StoaError `invalid_data`
 */
export function ruleKind(name: string): PromotionRuleKind {
  const kind = promotionRuleKinds.find((known) => known === name.replaceAll('-', '_'))
  if (kind) return kind
  throw new StoaError(
    'invalid_data',
    `Invalid param rule_type (${name}): it is one of rules, target-rules, buy-rules.`,
  )
}

/** What rules of a kind may be about. */
export function ruleAttributes(kind: PromotionRuleKind, promotion: RuledPromotion): RuleAttribute[] {
  const isBuyGet = promotion.promotion_type === 'buyget'
  switch (kind) {
    case 'rules':
      return [...cartAttributes, currencyAttribute(promotion.application_method_type === 'fixed')]
    case 'target_rules':
      if (promotion.application_method_target_type === 'shipping_methods') return [...shippingAttributes]
      return [...itemAttributes, ...(isBuyGet ? [givenQuantity] : [])]
    case 'buy_rules':
      return [...itemAttributes, ...(isBuyGet ? [boughtQuantity] : [])]
  }
}
