import { StoaError, type Write, writeTogether } from '@stoa/kernel'
import type { NewPromotionRule } from './new-promotion.ts'
import { promotionsForChange } from './promotions-for-change.ts'
import { type PromotionRuleKind, pivotOf, ruleWrites, valueRows } from './rule-rows.ts'
import type { PromotionService } from './service.ts'

/** What changes of the rules of a promotion. Values that are named replace those there are. */
export interface PromotionRuleChanges {
  create?: readonly NewPromotionRule[]
  update?: readonly (Partial<NewPromotionRule> & { id: string })[]
  delete?: readonly string[]
}

/** The ids of the rules that were changed. */
export interface ChangedPromotionRules {
  created: string[]
  updated: string[]
  deleted: string[]
}

/** See {@link PromotionService.changePromotionRules}. */
export function changeRules(
  service: PromotionService,
  promotionId: string,
  kind: PromotionRuleKind,
  { create = [], update: asked = [], delete: gone = [] }: PromotionRuleChanges,
): Promise<ChangedPromotionRules> {
  // No row may be changed twice by one statement: of two changes of a rule, the later counts.
  const update = [...new Map(asked.map((change) => [change.id, change])).values()]
  return service.database.transaction(async () => {
    const promotions = await promotionsForChange(service.database, [promotionId])
    const promotion = promotions.get(promotionId)
    if (!promotion) throw new StoaError('not_found', `Promotion with id: ${promotionId} was not found`)
    if (create.length > 0) checkKind(kind, promotion.type, promotion.application_method.target_type)
    const owner_id = kind === 'rules' ? promotionId : promotion.application_method.id
    const changed = update.map(({ id }) => id)
    const present = await rulesOf(service, kind, owner_id, [...changed, ...gone])
    if (kind === 'buy_rules' && promotion.type === 'buyget') {
      refuseNone(promotion.buy_rules + create.length - new Set(gone).size)
    }
    const { writes, ids } = ruleWrites([{ kind, owner_id, rules: create }])
    await writeTogether(service.database, [...changeWrites(present, update), ...writes])
    if (gone.length > 0) await service.softDeletePromotionRules(gone)
    return { created: ids, updated: changed, deleted: [...gone] }
  })
}

function checkKind(kind: PromotionRuleKind, type: string, target: string): void {
  if (kind === 'buy_rules' && type === 'standard') {
    throw new StoaError('invalid_data', `Can't add buy rules to a standard promotion`)
  }
  if (kind === 'target_rules' && type === 'standard' && target === 'order') {
    throw new StoaError('invalid_data', `Can't add target rules to a promotion whose target_type is order`)
  }
}

/** A buyget promotion without buy rules never applies. */
function refuseNone(left: number): void {
  if (left > 0) return
  throw new StoaError(
    'invalid_data',
    'Buyget promotions require at least one of application_method.buy_rules. Create another one in the same request, or before.',
  )
}

interface PresentRule {
  id: string
  attribute: string
  operator: NewPromotionRule['operator']
  description: string | null
}

async function rulesOf(
  service: PromotionService,
  kind: PromotionRuleKind,
  ownerId: string,
  ids: readonly string[],
): Promise<Map<string, PresentRule>> {
  if (ids.length === 0) return new Map()
  const { table, owner } = pivotOf(kind)
  const rows = await service.database.query<PresentRule>(
    `select rule.id, rule.attribute, rule.operator, rule.description
     from ${table} pair join stoa_promotion.promotion_rule rule on rule.id = pair.promotion_rule_id
     where pair.${owner} = $1 and rule.id = any($2::text[]) and rule.deleted_at is null`,
    [ownerId, ids],
  )
  const present = new Map(rows.map((rule) => [rule.id, rule]))
  const missing = ids.filter((id) => !present.has(id))
  if (missing.length === 0) return present
  throw new StoaError('invalid_data', `Promotion rules with id - ${missing.join(', ')} not found`)
}

function changeWrites(
  present: ReadonlyMap<string, PresentRule>,
  changes: Required<PromotionRuleChanges>['update'],
): Write[] {
  const rows = changes.map(({ id, attribute, operator, description, values }) => {
    const was = present.get(id) as PresentRule
    return {
      values,
      row: {
        id,
        attribute: attribute ?? was.attribute,
        operator: operator ?? was.operator,
        description: description === undefined ? was.description : description,
      },
    }
  })
  const revalued = rows.filter(({ values }) => values !== undefined)
  return [
    { update: 'stoa_promotion.promotion_rule', rows: rows.map(({ row }) => row) },
    {
      delete: 'stoa_promotion.promotion_rule_value',
      where: 'promotion_rule_id',
      in: revalued.map(({ row }) => row.id),
    },
    {
      insert: 'stoa_promotion.promotion_rule_value',
      rows: revalued.flatMap(({ row, values = [] }) => valueRows(row.id, row.attribute, values)),
    },
  ]
}
