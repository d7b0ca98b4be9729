/** Shipping options that may fit. `$1` shipping profiles, `$2` fulfillment sets, `$3` a country; each null for any. */
export const SHIPPING_OPTIONS = `
select option.id, option.name, option.price_type, option.data, option.metadata, option.service_zone_id,
  option.shipping_profile_id, option.provider_id, option.shipping_option_type_id,
  json_build_object('id', type.id, 'label', type.label, 'description', type.description, 'code', type.code) as type,
  case when provider.id is not null
    then json_build_object('id', provider.id, 'is_enabled', provider.is_enabled) end as provider,
  json_build_object('id', zone.id, 'name', zone.name, 'fulfillment_set_id', zone.fulfillment_set_id,
    'fulfillment_set', json_build_object('id', fulfillment_set.id, 'type', fulfillment_set.type)) as service_zone,
  (select coalesce(json_agg(json_build_object('id', rule.id, 'attribute', rule.attribute, 'operator', rule.operator,
     'value', rule.value) order by rule.id), '[]')
   from stoa_fulfillment.shipping_option_rule rule
   where rule.shipping_option_id = option.id and rule.deleted_at is null) as rules,
  (select coalesce(json_agg(json_build_object('type', geo.type, 'country_code', geo.country_code,
     'province_code', geo.province_code, 'city', geo.city, 'postal_expression', geo.postal_expression)), '[]')
   from stoa_fulfillment.geo_zone geo
   where geo.service_zone_id = zone.id and geo.deleted_at is null
     and ($3::text is null or lower(geo.country_code) = $3)) as geo_zones
from stoa_fulfillment.shipping_option option
join stoa_fulfillment.service_zone zone on zone.id = option.service_zone_id and zone.deleted_at is null
join stoa_fulfillment.fulfillment_set fulfillment_set
  on fulfillment_set.id = zone.fulfillment_set_id and fulfillment_set.deleted_at is null
join stoa_fulfillment.shipping_option_type type on type.id = option.shipping_option_type_id
left join stoa_fulfillment.fulfillment_provider provider on provider.id = option.provider_id
where option.deleted_at is null and (provider.id is null or provider.is_enabled)
  and ($1::text[] is null or option.shipping_profile_id = any($1::text[]))
  and ($2::text[] is null or zone.fulfillment_set_id = any($2::text[]))
  and ($3::text is null or exists (
    select from stoa_fulfillment.geo_zone geo
    where geo.service_zone_id = zone.id and geo.deleted_at is null and lower(geo.country_code) = $3))
order by option.created_at, option.id`
