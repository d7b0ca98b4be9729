import { type Container, Database } from '@stoa/kernel'
import { HandleStrategy } from '@stoa/product'
import type { ListName } from './columns.ts'
import type { ProductDraft } from './drafts.ts'
import { findProducts, type KnownProduct } from './known-products.ts'

/** What a cell may refer to. */
export type ReferenceName =
  | Exclude<ListName, 'images'>
  | 'collection_id'
  | 'type_id'
  | 'shipping_profile_id'
  | 'region'

/** What is in the shop already of what a file speaks of. */
export interface Known {
  byId: ReadonlyMap<string, KnownProduct>
  byHandle: ReadonlyMap<string, KnownProduct>
  /** The ids of the variants that have them. */
  skus: ReadonlyMap<string, string>
  /** Ids by what refers to them: themselves, or a name. A name may be several things'. */
  references: ReadonlyMap<ReferenceName, ReadonlyMap<string, readonly string[]>>
}

/** Where references lead, and by which name beside the id things are known there. */
const REFERENCES: Record<ReferenceName, { table: string; name: string }> = {
  collection_id: { table: 'stoa_product.product_collection', name: 'handle' },
  type_id: { table: 'stoa_product.product_type', name: 'value' },
  tags: { table: 'stoa_product.product_tag', name: 'value' },
  categories: { table: 'stoa_product.product_category', name: 'handle' },
  sales_channels: { table: 'stoa_sales_channel.sales_channel', name: 'name' },
  shipping_profile_id: { table: 'stoa_fulfillment.shipping_profile', name: 'name' },
  region: { table: 'stoa_region.region', name: 'name' },
}

/**
 * What the shop has already of what a file speaks of, in a few statements. Products without an id and a handle are given
 * a handle.
 */
export async function findKnown(container: Container, drafts: readonly ProductDraft[]): Promise<Known> {
  const handles = container.resolve(HandleStrategy)
  for (const { fields } of drafts) {
    if (fields.id === undefined && fields.handle === undefined) {
      fields.handle = handles.handleOf(fields.title as string)
    }
  }
  const database = container.resolve(Database)
  const said = (field: string) => drafts.flatMap(({ fields }) => (fields[field] as string | undefined) ?? [])
  const skus = drafts.flatMap(({ variants }) =>
    variants.flatMap(({ fields }) => (fields.sku as string | undefined) ?? []),
  )
  const products = await findProducts(database, said('id'), said('handle'))
  const owners = await database.query<{ id: string; sku: string }>(
    'select id, sku from stoa_product.product_variant where sku = any($1::text[]) and deleted_at is null',
    [skus],
  )
  return {
    byId: new Map(products.map((product) => [product.id, product])),
    byHandle: new Map(products.map((product) => [product.handle, product])),
    skus: new Map(owners.map(({ id, sku }) => [sku, id])),
    references: await findReferences(database, drafts),
  }
}

async function findReferences(
  database: Database,
  drafts: readonly ProductDraft[],
): Promise<Map<ReferenceName, Map<string, string[]>>> {
  const said = new Map<ReferenceName, Set<string>>()
  const say = (name: ReferenceName, text: unknown) => {
    if (typeof text === 'string') said.set(name, (said.get(name) ?? new Set()).add(text))
  }
  for (const { fields, lists, variants } of drafts) {
    for (const name of ['collection_id', 'type_id', 'shipping_profile_id'] as const) say(name, fields[name])
    for (const name of ['tags', 'categories', 'sales_channels'] as const) {
      for (const text of lists[name]?.entries ?? []) say(name, text)
    }
    for (const { prices } of variants) for (const { region } of prices) say('region', region)
  }
  const found = new Map<ReferenceName, Map<string, string[]>>()
  if (said.size === 0) return found
  const parts = [...said.keys()].map((name, index) => {
    const { table, name: column } = REFERENCES[name]
    return `select '${name}' as kind, id, ${column} as name from ${table}
      where deleted_at is null and (id = any($${index + 1}::text[]) or ${column} = any($${index + 1}::text[]))`
  })
  const rows = await database.query<{ kind: ReferenceName; id: string; name: string }>(
    parts.join(' union all '),
    [...said.values()].map((texts) => [...texts]),
  )
  for (const { kind, id, name } of rows) {
    const known = found.get(kind) ?? new Map<string, string[]>()
    found.set(kind, known)
    for (const text of new Set([id, name])) known.set(text, [...(known.get(text) ?? []), id])
  }
  return found
}
