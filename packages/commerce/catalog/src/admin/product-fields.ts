import { fieldRules } from '@stoa/rest'

/** What the admin sees of a product. */
export const productFields = fieldRules(
  `id title subtitle status external_id description handle is_giftcard discountable thumbnail
    collection_id type_id weight length height width hs_code origin_country mid_code material created_at
    updated_at deleted_at metadata *type *collection *options *options.values *tags *images *variants
    *variants.prices variants.prices.price_rules.value variants.prices.price_rules.attribute
    *variants.options *variants.images *sales_channels`,
)

const VARIANT = `id title sku thumbnail barcode ean upc allow_backorder manage_inventory hs_code origin_country
  mid_code material weight length height width metadata variant_rank product_id created_at updated_at deleted_at
  *prices *options prices.price_rules.value prices.price_rules.attribute`

/** What the admin sees of a variant of a product. */
export const variantFields = fieldRules(VARIANT)

/** What the admin sees of a variant among those of all products. */
export const anyVariantFields = fieldRules(`${VARIANT} *product`)
