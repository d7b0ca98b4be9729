-- A page of products as a store shows it, in the shape of GET /store/products?fields=*variants.calculated_price.
-- Prices without rules, limits and price lists: as far as a seeded catalogue needs them.
-- $1 a sales channel, $2 a currency, $3 the offset.
select (
  select coalesce(json_agg(r), '[]') from (
    select p.id, p.origin_country, p.collection_id, p.discountable, p.description, p.is_giftcard,
      to_char(p.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
      to_char(p.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
      p.thumbnail, p.subtitle, p.mid_code, p.material, p.type_id, p.hs_code, p.handle, p.weight, p.length, p.height,
      p.title, p.width,
      (select coalesce(json_agg(v), '[]') from (
        select v.id, v.title, v.sku, v.barcode, v.ean, v.upc, v.allow_backorder, v.manage_inventory, v.hs_code,
          v.origin_country, v.mid_code, v.material, v.weight, v.length, v.height, v.width, v.metadata, v.variant_rank,
          v.thumbnail, v.product_id,
          to_char(v.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(v.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          v.deleted_at,
          (select json_build_object(
              'id', price.price_set_id,
              'is_calculated_price_price_list', false,
              'is_calculated_price_tax_inclusive', false,
              'calculated_amount', trim_scale(price.amount),
              'raw_calculated_amount', json_build_object('value', trim_scale(price.amount)::text, 'precision', 20),
              'is_original_price_price_list', false,
              'is_original_price_tax_inclusive', false,
              'original_amount', trim_scale(price.amount),
              'raw_original_amount', json_build_object('value', trim_scale(price.amount)::text, 'precision', 20),
              'currency_code', price.currency_code,
              'calculated_price', json_build_object('id', price.id, 'price_list_id', null, 'price_list_type', null,
                'min_quantity', price.min_quantity, 'max_quantity', price.max_quantity),
              'original_price', json_build_object('id', price.id, 'price_list_id', null, 'price_list_type', null,
                'min_quantity', price.min_quantity, 'max_quantity', price.max_quantity))
            from stoa_link.product_variant_price_set link
            join stoa_pricing.price price on price.price_set_id = link.price_set_id
            where link.variant_id = v.id and price.currency_code = $2 and price.price_list_id is null
              and price.rules_count = 0 and price.deleted_at is null
            order by price.amount limit 1) as calculated_price,
          (select coalesce(json_agg(o), '[]') from (
            select value.id, value.value, value.rank, value.metadata, value.option_id,
              to_char(value.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
              to_char(value.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
              value.deleted_at,
              (select to_json(t) from (
                select option.id, option.title, option.is_exclusive, option.metadata,
                  to_char(option.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
                  to_char(option.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
                  option.deleted_at
                from stoa_product.product_option option
                where option.id = value.option_id and option.deleted_at is null) t) as option
            from stoa_product.product_variant_option chosen
            join stoa_product.product_option_value value on value.id = chosen.product_option_value_id
            where chosen.product_variant_id = v.id and value.deleted_at is null order by value.id) o) as options
        from stoa_product.product_variant v
        where v.product_id = p.id and v.deleted_at is null order by v.variant_rank, v.id) v) as variants,
      (select coalesce(json_agg(o), '[]') from (
        select option.id, option.title, option.is_exclusive, option.metadata,
          to_char(option.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(option.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          option.deleted_at,
          (select coalesce(json_agg(x), '[]') from (
            select value.id, value.value, value.rank, value.metadata, value.option_id,
              to_char(value.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
              to_char(value.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
              value.deleted_at
            from stoa_product.product_product_option_value used
            join stoa_product.product_option_value value on value.id = used.product_option_value_id
            where used.product_product_option_id = offered.id and value.deleted_at is null
            order by value.rank, value.id) x) as values
        from stoa_product.product_product_option offered
        join stoa_product.product_option option on option.id = offered.product_option_id
        where offered.product_id = p.id and offered.deleted_at is null and option.deleted_at is null
        order by offered.id) o) as options,
      (select to_json(c) from (
        select c.id, c.title, c.handle, c.external_id, c.metadata,
          to_char(c.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(c.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          c.deleted_at
        from stoa_product.product_collection c where c.id = p.collection_id and c.deleted_at is null) c) as collection,
      (select coalesce(json_agg(i), '[]') from (
        select i.id, i.url, i.metadata, i.rank, i.product_id,
          to_char(i.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(i.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          i.deleted_at
        from stoa_product.image i where i.product_id = p.id and i.deleted_at is null order by i.rank, i.id) i) as images,
      (select to_json(t) from (
        select t.id, t.value, t.external_id, t.metadata,
          to_char(t.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(t.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          t.deleted_at
        from stoa_product.product_type t where t.id = p.type_id and t.deleted_at is null) t) as type,
      (select coalesce(json_agg(t), '[]') from (
        select tag.id, tag.value, tag.external_id, tag.metadata,
          to_char(tag.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
          to_char(tag.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at,
          tag.deleted_at
        from stoa_product.product_tags has join stoa_product.product_tag tag on tag.id = has.product_tag_id
        where has.product_id = p.id and tag.deleted_at is null order by tag.id) t) as tags
    from (
      select p.* from stoa_product.product p
      where p.status = 'published' and p.deleted_at is null and exists (
        select from stoa_link.product_sales_channel c where c.product_id = p.id and c.sales_channel_id = $1)
      order by p.id limit 20 offset $3) p
    order by p.id) r) as products,
  (select count(*)::int from stoa_product.product p
    where p.status = 'published' and p.deleted_at is null and exists (
      select from stoa_link.product_sales_channel c where c.product_id = p.id and c.sales_channel_id = $1)) as count
