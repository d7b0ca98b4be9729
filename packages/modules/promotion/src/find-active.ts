import { BigNumber, type Database } from '@stoa/kernel'
import type { ActivePromotion } from './active-promotion.ts'
import { type Buyer, valuesOf } from './buyer.ts'

/** See {@link PromotionService.findActive}. */
export async function findActive(
  database: Database,
  codes: readonly string[],
  buyer: Buyer,
): Promise<ActivePromotion[]> {
  const rows = await database.query<{ body: string }>(ACTIVE, [codes, JSON.stringify(valuesOf(buyer))], {
    name: 'promotion_active',
  })
  return rows.map(({ body }) => withAmounts(JSON.parse(body)))
}

/** Amounts come as text, so that they never pass through a float. */
function withAmounts(promotion: ActivePromotion): ActivePromotion {
  const { limit, used, application_method: method, campaign } = promotion
  const budget = campaign?.budget
  return {
    ...promotion,
    limit: amountOf(limit),
    used: BigNumber(used),
    application_method: { ...method, value: amountOf(method.value) },
    campaign: campaign && {
      ...campaign,
      budget: budget ? { ...budget, limit: amountOf(budget.limit), used: BigNumber(budget.used) } : null,
    },
  }
}

const amountOf = (value: BigNumber.Value | null) => (value === null ? null : BigNumber(value))

const rules = (pivot: string, owner: string) => `(
  select coalesce(json_agg(json_build_object(
    'attribute', rule.attribute, 'operator', rule.operator,
    'values', (
      select coalesce(json_agg(value.value), '[]') from stoa_promotion.promotion_rule_value value
      where value.promotion_rule_id = rule.id and value.deleted_at is null)
  ) order by rule.id), '[]')
  from stoa_promotion.${pivot} pair join stoa_promotion.promotion_rule rule on rule.id = pair.promotion_rule_id
  where pair.${owner}_id = ${owner}.id and rule.deleted_at is null)`

const columns = (alias: string, names: string) =>
  names
    .split(' ')
    .map((name) => `'${name}', ${alias}."${name}"`)
    .join(', ')

/** What the buyer has had of the budget, where it counts by buyer. */
const USED = `case when budget.attribute is null then budget.used else coalesce((
  select usage.used from stoa_promotion.campaign_budget_usage usage
  where usage.budget_id = budget.id and usage.attribute_value = $2::jsonb ->> budget.attribute
    and usage.deleted_at is null), 0) end`

/**
 * Automatic promotions and those with the codes, each found by an index of its own. Those of a campaign that was deleted
 * are not active: what limited them is gone.
 */
const ACTIVE = `
select json_build_object(
  ${columns('promotion', 'id code type status is_automatic is_tax_inclusive limit used')},
  'rules', ${rules('promotion_promotion_rule', 'promotion')},
  'application_method', json_build_object(
    ${columns(
      'application_method',
      'type target_type allocation currency_code max_quantity apply_to_quantity buy_rules_min_quantity',
    )},
    'value', application_method.value::text,
    'target_rules', ${rules('application_method_target_rules', 'application_method')},
    'buy_rules', ${rules('application_method_buy_rules', 'application_method')}),
  'campaign', case when campaign.id is not null then json_build_object(
    ${columns('campaign', 'id starts_at ends_at')},
    'budget', case when budget.id is not null then json_build_object(
      ${columns('budget', 'id type currency_code attribute')}, 'limit', budget."limit"::text, 'used', (${USED})::text) end) end
)::text as body
from (
  select id from stoa_promotion.promotion where is_automatic and status = 'active' and deleted_at is null
  union
  select id from stoa_promotion.promotion where code = any($1::text[]) and deleted_at is null
) found
join stoa_promotion.promotion on promotion.id = found.id and promotion.status = 'active'
join stoa_promotion.application_method
  on application_method.promotion_id = promotion.id and application_method.deleted_at is null
left join stoa_promotion.campaign on campaign.id = promotion.campaign_id and campaign.deleted_at is null
left join stoa_promotion.campaign_budget budget on budget.campaign_id = campaign.id and budget.deleted_at is null
where promotion.campaign_id is null or campaign.id is not null
order by promotion.id`
