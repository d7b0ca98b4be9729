import { defineRelation, defineSearch, defineSearchDocument, defineTranslatable } from '@stoa/query'

const OPTION = 'stoa_product.product_option'
const VALUE = 'stoa_product.product_option_value'
const PRODUCT_OPTION = 'stoa_product.product_product_option'
const PRODUCT_OPTION_VALUE = 'stoa_product.product_product_option_value'

/** What queries can walk beyond the entities' own relations. */
export const productGraph = [
  // A product's options show only those of their values that this product comes in.
  defineRelation({
    entity: 'product',
    name: 'options',
    target: 'product_option',
    many: true,
    join: (product, self) => ({
      from: `${PRODUCT_OPTION} ${self}_via join ${OPTION} ${self} on ${self}.id = ${self}_via.product_option_id`,
      where: [`${self}_via.product_id = ${product}.id`, `${self}_via.deleted_at is null`],
      order: `${self}_via.id`,
    }),
    relations: {
      values: {
        target: 'product_option_value',
        many: true,
        join: (option, self) => ({
          from: `${PRODUCT_OPTION_VALUE} ${self}_via join ${VALUE} ${self} on ${self}.id = ${self}_via.product_option_value_id`,
          where: [`${self}_via.product_product_option_id = ${option}_via.id`],
          order: `${self}.rank, ${self}.id`,
        }),
      },
    },
  }),
  defineRelation({
    entity: 'product_option',
    name: 'products',
    target: 'product',
    many: true,
    join: (option, self) => ({
      from: `${PRODUCT_OPTION} ${self}_via join stoa_product.product ${self} on ${self}.id = ${self}_via.product_id`,
      where: [`${self}_via.product_option_id = ${option}.id`, `${self}_via.deleted_at is null`],
      order: `${self}.id`,
    }),
  }),
  defineSearchDocument('product', [
    'title',
    'subtitle',
    'handle',
    'description',
    'material',
    'variants.title',
    'variants.sku',
    'variants.barcode',
    'variants.ean',
    'variants.upc',
  ]),
  defineSearch('product_collection', ['title', 'handle']),
  defineSearch('product_category', ['name', 'description', 'handle']),
  defineSearch('product_tag', ['value']),
  defineSearch('product_type', ['value']),
  defineSearch('product_option', ['title']),
  defineSearch('product_variant', ['title', 'sku', 'barcode', 'ean', 'upc']),
  defineTranslatable('product', ['title', 'subtitle', 'description', 'material']),
  defineTranslatable('product_category', ['name', 'description']),
  defineTranslatable('product_collection', ['title']),
  defineTranslatable('product_option', ['title']),
  defineTranslatable('product_option_value', ['value']),
  defineTranslatable('product_tag', ['value']),
  defineTranslatable('product_type', ['value']),
  defineTranslatable('product_variant', ['title', 'material']),
]
