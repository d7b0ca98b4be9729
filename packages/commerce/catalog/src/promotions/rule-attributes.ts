import type { promotionRuleOperators } from '@stoa/promotion'

type Operator = (typeof promotionRuleOperators)[number]

/** Where the values of an attribute come from, as their choice is shown in forms. */
export interface ValueSource {
  /** In the graph. */
  entity: string
  /** In the database. */
  table: string
  /** The column that a rule keeps. */
  value: string
  /** The column that people read. */
  label: string
}

/** Something a rule may be about, as forms show it. */
export interface RuleAttribute {
  id: string
  /** What the rule keeps as its `attribute`. */
  value: string
  label: string
  field_type: 'multiselect' | 'select' | 'number'
  /** Whether forms always show it. */
  required: boolean
  /** Whether it is kept as a property of the application method, and not as a rule. */
  disguised?: boolean
  /** Whether its values are read from elsewhere. Default: true. */
  hydrate?: boolean
  operators: Operator[]
  source?: ValueSource
}

const choice = (id: string, value: string, label: string, source: ValueSource): RuleAttribute => ({
  id,
  value,
  label,
  field_type: 'multiselect',
  required: false,
  operators: ['in', 'eq', 'ne'],
  source,
})

const from = (entity: string, table: string, label: string, value = 'id'): ValueSource => ({
  entity,
  table,
  value,
  label,
})

/** Whom a promotion is for. */
export const cartAttributes: readonly RuleAttribute[] = [
  choice(
    'customer_group',
    'customer.groups.id',
    'Customer Group',
    from('customer_group', 'stoa_customer.customer_group', 'name'),
  ),
  choice('region', 'region.id', 'Region', from('region', 'stoa_region.region', 'name')),
  choice(
    'country',
    'shipping_address.country_code',
    'Country',
    from('country', 'stoa_region.region_country', 'display_name', 'iso_2'),
  ),
  choice(
    'sales_channel',
    'sales_channel_id',
    'Sales Channel',
    from('sales_channel', 'stoa_sales_channel.sales_channel', 'name'),
  ),
]

/** Which items are meant. */
export const itemAttributes: readonly RuleAttribute[] = [
  choice('product', 'items.product.id', 'Product', from('product', 'stoa_product.product', 'title')),
  choice(
    'product_category',
    'items.product.categories.id',
    'Product Category',
    from('product_category', 'stoa_product.product_category', 'name'),
  ),
  choice(
    'product_collection',
    'items.product.collection_id',
    'Product Collection',
    from('product_collection', 'stoa_product.product_collection', 'title'),
  ),
  choice(
    'product_type',
    'items.product.type_id',
    'Product Type',
    from('product_type', 'stoa_product.product_type', 'value'),
  ),
  choice(
    'product_tag',
    'items.product.tags.id',
    'Product Tag',
    from('product_tag', 'stoa_product.product_tag', 'value'),
  ),
]

/** Which shipping methods are meant. */
export const shippingAttributes: readonly RuleAttribute[] = [
  choice(
    'shipping_option_type',
    'shipping_methods.shipping_option.shipping_option_type_id',
    'Shipping Option Type',
    from('shipping_option_type', 'stoa_fulfillment.shipping_option_type', 'label'),
  ),
]

/** In which currency a fixed amount is, which only those promotions must say. */
export const currencyAttribute = (required: boolean): RuleAttribute => ({
  id: 'currency_code',
  value: 'currency_code',
  label: 'Currency Code',
  field_type: 'select',
  required,
  disguised: true,
  hydrate: false,
  operators: ['eq'],
  source: from('currency', 'stoa_currency.currency', 'name', 'code'),
})

const quantity = (id: 'buy_rules_min_quantity' | 'apply_to_quantity', label: string): RuleAttribute => ({
  id,
  value: id,
  label,
  field_type: 'number',
  required: true,
  disguised: true,
  operators: ['eq'],
})

/** How many units have to be bought. */
export const boughtQuantity = quantity('buy_rules_min_quantity', 'Minimum quantity of items')

/** How many units are given for them. */
export const givenQuantity = quantity('apply_to_quantity', 'Quantity of items promotion will apply to')

/** All whose values come from somewhere. */
export const sourcedAttributes = [...cartAttributes, ...itemAttributes, ...shippingAttributes].filter(
  (attribute): attribute is RuleAttribute & { source: ValueSource } => attribute.source !== undefined,
)

/** What people read for an operator. */
export const operatorLabels: Record<Operator, string> = {
  in: 'In',
  eq: 'Equals',
  ne: 'Not In',
  gt: 'Greater than',
  gte: 'Greater than or equal',
  lt: 'Less than',
  lte: 'Less than or equal',
}
