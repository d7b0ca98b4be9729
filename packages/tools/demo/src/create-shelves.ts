import { type Container, createId } from '@stoa/kernel'
import { ProductService } from '@stoa/product'
import { categories, collections, tags, types } from './shop/shelves.ts'

/** Ids by name of what products are sorted by. */
export interface Shelves {
  categories: ReadonlyMap<string, string>
  collections: ReadonlyMap<string, string>
  types: ReadonlyMap<string, string>
  tags: ReadonlyMap<string, string>
}

const handleOf = (name: string) => name.toLowerCase().replaceAll(' ', '-')

/** Creates categories, collections, types and tags. */
export async function createShelves(container: Container): Promise<Shelves> {
  const service = container.resolve(ProductService)
  const rows = categoryRows()
  await service.createProductCategories(rows as never[])
  const made = {
    collections: await service.createProductCollections(
      collections.map((title) => ({ title, handle: handleOf(title) })),
    ),
    types: await service.createProductTypes(types.map((value) => ({ value }))),
    tags: await service.createProductTags(tags.map((value) => ({ value }))),
  }
  return {
    categories: new Map(rows.map(({ name, id }) => [name, id])),
    collections: new Map(made.collections.map(({ title, id }) => [title, id])),
    types: new Map(made.types.map(({ value, id }) => [value, id])),
    tags: new Map(made.tags.map(({ value, id }) => [value, id])),
  }
}

function categoryRows() {
  return Object.entries(categories).flatMap(([name, below], rank) => {
    const parent = category(name, rank)
    return [parent, ...below.map((child, childRank) => category(child, childRank, parent))]
  })
}

function category(name: string, rank: number, parent?: { id: string; mpath: string }) {
  const id = createId('pcat')
  return {
    id,
    name,
    handle: handleOf(name),
    mpath: parent ? `${parent.mpath}.${id}` : id,
    parent_category_id: parent?.id ?? null,
    rank,
    is_active: true,
  }
}
