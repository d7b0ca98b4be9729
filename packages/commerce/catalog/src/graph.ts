import { calculatedPrice } from '@stoa/pricing'
import { defineField, defineRelation, type Scope } from '@stoa/query'
import { categoryTree } from './category-tree.ts'
import { catalogLinks } from './links.ts'
import { ruleValueLabel } from './promotions/rule-labels.ts'

const priceSetOf = (variant: string) =>
  `(select price_set_id from stoa_link.product_variant_price_set where variant_id = ${variant}.id limit 1)`

/**
 * What a buyer pays for a variant. Where the context has `quantities`, by the variants' ids, prices are for as many; they are
 * nothing that a rule could ask for.
 */
const variantPrice = (variant: string, scope: Scope) => {
  const { quantities, ...buyer } = scope.context
  if (quantities === undefined) return calculatedPrice(priceSetOf(variant), scope)
  const wanted = `coalesce((${scope.parameter(JSON.stringify(quantities), 'jsonb')} ->> ${variant}.id)::numeric, 1)`
  const facts: Scope = {
    context: buyer,
    parameter: (value, type) => scope.parameter(value, type),
    alias: (hint) => scope.alias(hint),
  }
  return calculatedPrice(priceSetOf(variant), facts, wanted)
}

/** The stock locations that serve the asker's sales channels. */
const servingLocations = (scope: Scope) =>
  `(select stock_location_id from stoa_link.sales_channel_stock_location
    where sales_channel_id = any(${scope.parameter(scope.context.sales_channel_ids ?? [], 'text[]')}))`

/** How many of a variant can be sold: the scarcest of its parts decides. Nothing for variants whose stock is not kept. */
const inventoryQuantity = (
  variant: string,
  scope: Scope,
) => `case when ${variant}.manage_inventory then coalesce((
  select min(floor(available / required_quantity)) from (
    select link.required_quantity, coalesce((
      select sum(level.stocked_quantity - level.reserved_quantity) from stoa_inventory.inventory_level level
      where level.inventory_item_id = link.inventory_item_id and level.deleted_at is null
        and level.location_id in ${servingLocations(scope)}), 0) as available
    from stoa_link.product_variant_inventory_item link where link.variant_id = ${variant}.id
  ) part), 0) end`

/** Stores say so in the context; they are shown only what is published in the channels their key opens. */
const shownProduct = (self: string, scope: Scope) =>
  scope.context.only_shown_products
    ? [
        `${self}.status = 'published'`,
        `exists (select from stoa_link.product_sales_channel where product_id = ${self}.id and sales_channel_id = any(${scope.parameter(scope.context.sales_channel_ids ?? [], 'text[]')}))`,
      ]
    : []

/** The products of something that has them in a column of theirs, or through a table of pairs. */
const productsOf = (entity: string, way: { column: string } | { pairs: string; key: string }) =>
  defineRelation({
    entity,
    name: 'products',
    target: 'product',
    many: true,
    join: (parent, self, scope) => ({
      from:
        'column' in way
          ? `stoa_product.product ${self}`
          : `stoa_product.${way.pairs} ${self}_via join stoa_product.product ${self} on ${self}.id = ${self}_via.product_id`,
      where: [
        'column' in way ? `${self}.${way.column} = ${parent}.id` : `${self}_via.${way.key} = ${parent}.id`,
        ...shownProduct(self, scope),
      ],
      order: `${self}.id`,
    }),
  })

/** What the catalogue adds to the graph. */
export const catalogGraph = [
  ...catalogLinks,
  productsOf('product_type', { column: 'type_id' }),
  productsOf('product_collection', { column: 'collection_id' }),
  productsOf('product_tag', { pairs: 'product_tags', key: 'product_tag_id' }),
  productsOf('product_category', { pairs: 'product_category_product', key: 'product_category_id' }),
  defineField('product_variant', 'calculated_price', variantPrice),
  defineField(
    'price',
    'variant_id',
    (price) =>
      `(select variant_id from stoa_link.product_variant_price_set where price_set_id = ${price}.price_set_id limit 1)`,
  ),
  defineField('product_variant', 'inventory_quantity', inventoryQuantity),
  defineRelation({
    entity: 'product_variant',
    name: 'prices',
    target: 'price',
    many: true,
    join: (variant, self) => ({
      from: `stoa_pricing.price ${self}`,
      where: [`${self}.price_set_id = ${priceSetOf(variant)}`, `${self}.price_list_id is null`],
      order: `${self}.id`,
    }),
  }),
  defineRelation({
    entity: 'product_variant_inventory_item',
    name: 'inventory',
    target: 'inventory_item',
    many: false,
    join: (link, self) => ({
      from: `stoa_inventory.inventory_item ${self}`,
      where: [`${self}.id = ${link}.inventory_item_id`],
    }),
  }),
  ...categoryTree,
  ruleValueLabel,
]
