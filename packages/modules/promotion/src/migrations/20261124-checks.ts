import { sqlMigration } from '@stoa/kernel'

/** What promotions cannot be computed or counted from must not get in. */
export const checks = sqlMigration(
  'promotion/20261124_checks',
  `
    alter table stoa_promotion.promotion
      add constraint promotion_used_not_negative check (used >= 0),
      add constraint promotion_limit_above_zero check ("limit" > 0);
    alter table stoa_promotion.application_method
      add constraint application_method_value_not_negative check (value >= 0),
      add constraint application_method_percentage_check check (type <> 'percentage' or value <= 100),
      add constraint application_method_currency_code_check check (type <> 'fixed' or currency_code is not null),
      add constraint application_method_max_quantity_above_zero check (max_quantity > 0),
      add constraint application_method_apply_to_quantity_above_zero check (apply_to_quantity > 0),
      add constraint application_method_buy_rules_min_quantity_above_zero check (buy_rules_min_quantity > 0);
    alter table stoa_promotion.campaign
      add constraint campaign_ends_at_check check (ends_at >= starts_at);
    alter table stoa_promotion.campaign_budget
      add constraint campaign_budget_used_not_negative check (used >= 0),
      add constraint campaign_budget_limit_not_negative check ("limit" >= 0),
      add constraint campaign_budget_currency_code_check check ((type like 'spend%') = (currency_code is not null)),
      add constraint campaign_budget_attribute_check check ((type like '%_by_attribute') = (attribute is not null));
    alter table stoa_promotion.campaign_budget_usage
      add constraint campaign_budget_usage_used_not_negative check (used >= 0);
  `,
)
