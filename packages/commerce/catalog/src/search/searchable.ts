import { StoaError } from '@stoa/kernel'
import type { FieldRules, Filters } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import { categoryFields } from '../store/category-fields.ts'
import { collectionFields } from '../store/collection-fields.ts'
import { productFields } from '../store/product-fields.ts'
import { onTheShelf, shownCategories } from '../store/shelf.ts'
import { wordFields } from '../store/word-fields.ts'

/** What a storefront may search, and how. */
export interface Searchable {
  /** Of a hit's document. */
  fields: FieldRules
  /** What may be filtered by, ordered by and counted: a filter on anything else would tell what a store does not show. */
  attributes: ReadonlySet<string>
  /** What a store is shown of it at all. */
  shown?: (request: FastifyRequest) => Filters
}

const attributes = (...names: string[]) => new Set(names.join(' ').split(/\s+/))

const moments = 'created_at updated_at'

const searchables: Readonly<Record<string, Searchable>> = {
  product: {
    fields: productFields,
    attributes: attributes(
      `id title subtitle description handle is_giftcard discountable collection_id type_id external_id weight length height width
      hs_code origin_country mid_code material ${moments}`,
      'collection.id collection.title collection.handle type.id type.value tags.id tags.value',
      'categories.id categories.name categories.handle options.id options.title options.values.value',
      'variants.id variants.title variants.sku variants.barcode variants.ean variants.upc variants.options.id variants.options.value',
    ),
    shown: onTheShelf,
  },
  product_category: {
    fields: categoryFields,
    attributes: attributes(`id name description handle rank external_id parent_category_id ${moments}`),
    shown: () => shownCategories,
  },
  product_collection: {
    fields: collectionFields,
    attributes: attributes(`id title handle external_id ${moments}`),
  },
  product_tag: { fields: wordFields, attributes: attributes(`id value external_id ${moments}`) },
  product_type: { fields: wordFields, attributes: attributes(`id value external_id ${moments}`) },
}

/** @throws StoaError `invalid_data` for what a store cannot search */
export function searchableOf(entity: string): Searchable {
  const found = Object.hasOwn(searchables, entity) ? searchables[entity] : undefined
  if (found) return found
  const known = Object.keys(searchables).join(', ')
  throw new StoaError('invalid_data', `A store cannot search ${entity}. It can search ${known}.`)
}

/** @throws StoaError `invalid_data` for a name that is none of its attributes */
export function checkAttribute({ attributes }: Searchable, name: string): void {
  if (attributes.has(name)) return
  const known = [...attributes].join(', ')
  throw new StoaError('invalid_data', `${name} is not an attribute of what is searched: ${known}.`)
}
