import { type Database, StoaError } from '@stoa/kernel'
import type { Checkable } from './check-promotion.ts'
import type { NewPromotion } from './new-promotion.ts'

/** A promotion as it is, locked until the open transaction ends. */
export interface PresentPromotion
  extends Checkable,
    Required<Pick<NewPromotion, 'id' | 'status' | 'is_automatic' | 'is_tax_inclusive' | 'metadata'>> {
  campaign_id: string | null
  application_method: Checkable['application_method'] & { id: string }
}

/**
 * Locks promotions, by id, and reads them as changes need them.
 *
 * @throws StoaError `not_found`
 */
export async function promotionsForChange(
  database: Database,
  ids: readonly string[],
): Promise<Map<string, PresentPromotion>> {
  await database.query(LOCK, [ids])
  // A statement that waits for a lock sees the rules and methods of before: only one that starts now sees them as they are.
  const rows = await database.query<{ body: string }>(PRESENT, [ids])
  const present = rows.map(({ body }) => JSON.parse(body) as PresentPromotion)
  const byId = new Map(present.map((promotion) => [promotion.id, promotion]))
  const missing = ids.filter((id) => !byId.has(id))
  if (missing.length > 0) {
    throw new StoaError('not_found', `Promotion with id: ${missing.join(', ')} was not found`)
  }
  return byId
}

const LOCK = `
  select 1 from stoa_promotion.promotion where id = any($1::text[]) and deleted_at is null order by id for update`

const count = (pivot: string) => `(
  select count(*) from stoa_promotion.${pivot} pair join stoa_promotion.promotion_rule rule on rule.id = pair.promotion_rule_id
  where pair.application_method_id = m.id and rule.deleted_at is null)`

const PRESENT = `
  select (to_jsonb(p) || jsonb_build_object(
    'application_method', to_jsonb(m) || jsonb_build_object('value', m.value::text),
    'target_rules', ${count('application_method_target_rules')},
    'buy_rules', ${count('application_method_buy_rules')},
    'budget_currency_code', (
      select b.currency_code from stoa_promotion.campaign_budget b
      where b.campaign_id = p.campaign_id and b.type like 'spend%' and b.deleted_at is null)))::text as body
  from stoa_promotion.promotion p
  join stoa_promotion.application_method m on m.promotion_id = p.id and m.deleted_at is null
  where p.id = any($1::text[]) and p.deleted_at is null`
