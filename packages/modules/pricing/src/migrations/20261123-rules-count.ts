import { sqlMigration } from '@stoa/kernel'

/** Adds a trigger for each kind of change, so that a thousand rules written at once cost one update. */
const counted = (owner: string, rules: string) => `
  create function stoa_pricing.count_${rules}s() returns trigger language plpgsql as $$
  begin
    update stoa_pricing.${owner} o set rules_count = c.count
    from (
      select t.owner_id, (
        select count(*)::int from stoa_pricing.${rules} r where r.${owner}_id = t.owner_id and r.deleted_at is null
      ) as count
      from (select distinct ${owner}_id as owner_id from changed) t
    ) c
    where o.id = c.owner_id and o.rules_count is distinct from c.count;
    return null;
  end $$;
  create trigger ${rules}_inserted after insert on stoa_pricing.${rules}
    referencing new table as changed for each statement execute function stoa_pricing.count_${rules}s();
  create trigger ${rules}_updated after update on stoa_pricing.${rules}
    referencing new table as changed for each statement execute function stoa_pricing.count_${rules}s();
  create trigger ${rules}_deleted after delete on stoa_pricing.${rules}
    referencing old table as changed for each statement execute function stoa_pricing.count_${rules}s();
`

/** A price that seems to have no rules is everybody's price: the count must be true whoever writes the rules. */
export const rulesCount = sqlMigration(
  'pricing/20261123_rules_count',
  counted('price', 'price_rule'),
  counted('price_list', 'price_list_rule'),
)
