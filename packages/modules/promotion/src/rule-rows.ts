import { createId, StoaError, type Write } from '@stoa/kernel'
import type { NewPromotionRule } from './new-promotion.ts'

/** Whose rules: a promotion's own, or those of its application method. */
export const promotionRuleKinds = ['rules', 'target_rules', 'buy_rules'] as const

/** One of {@link promotionRuleKinds}. */
export type PromotionRuleKind = (typeof promotionRuleKinds)[number]

const pivots = {
  rules: { table: 'stoa_promotion.promotion_promotion_rule', owner: 'promotion_id' },
  target_rules: { table: 'stoa_promotion.application_method_target_rules', owner: 'application_method_id' },
  buy_rules: { table: 'stoa_promotion.application_method_buy_rules', owner: 'application_method_id' },
} as const

/** Where the rules of a kind are kept: the table of pairs, and its column for whose they are. */
export const pivotOf = (kind: PromotionRuleKind) => pivots[kind]

/** Rules to be written, with whose they are. */
export interface OwnedRules {
  kind: PromotionRuleKind
  /** The promotion's id, or its application method's. */
  owner_id: string
  rules: readonly NewPromotionRule[]
}

/**
 * The writes that create rules.
 *
 * @returns with their ids, in the order of the rules
 */
export function ruleWrites(owned: readonly OwnedRules[]): { writes: Write[]; ids: string[] } {
  const all = owned.flatMap(({ rules, ...owner }) =>
    rules.map((rule) => ({ ...owner, rule, id: createId('prorul') })),
  )
  const writes: Write[] = [
    {
      insert: 'stoa_promotion.promotion_rule',
      rows: all.map(({ id, rule: { attribute, operator, description = null } }) => {
        if (attribute.trim() === '') throw new StoaError('invalid_data', 'A rule needs an attribute.')
        return { id, attribute, operator, description }
      }),
    },
    {
      insert: 'stoa_promotion.promotion_rule_value',
      rows: all.flatMap(({ id, rule }) => valueRows(id, rule.attribute, rule.values)),
    },
  ]
  for (const kind of promotionRuleKinds) {
    const { table, owner } = pivotOf(kind)
    const rows = all
      .filter((rule) => rule.kind === kind)
      .map(({ id, owner_id }) => ({ [owner]: owner_id, promotion_rule_id: id }))
    writes.push({ insert: table, rows })
  }
  return { writes, ids: all.map(({ id }) => id) }
}

/** @throws StoaError `invalid_data` where there is none */
export function valueRows(ruleId: string, attribute: string, values: NewPromotionRule['values']) {
  const list = typeof values === 'string' ? [values] : [...new Set(values)]
  if (list.length === 0)
    throw new StoaError('invalid_data', `The rule on ${attribute} needs at least one value.`)
  return list.map((value) => ({ id: createId('prorulval'), promotion_rule_id: ruleId, value }))
}
