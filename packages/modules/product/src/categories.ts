import { createId, StoaError } from '@stoa/kernel'
import { closeGap, lockTree, makeRoom, movePaths } from './category-tree.ts'
import { HandleStrategy } from './handle-strategy.ts'
import type { ProductService } from './service.ts'

/** A category to be put into the tree. */
export interface NewCategory {
  id?: string
  name: string
  description?: string
  handle?: string
  is_active?: boolean
  is_internal?: boolean
  external_id?: string | null
  metadata?: Record<string, unknown> | null
  /** Default: a root. */
  parent_category_id?: string | null
  /** Among its siblings, from 0. Default: behind them. */
  rank?: number
}

/** Puts a category into the tree. See {@link ProductService.addCategory}. */
export async function addCategory(
  service: ProductService,
  { parent_category_id = null, rank, ...category }: NewCategory,
): Promise<{ id: string }> {
  return service.database.transaction(async () => {
    await lockTree(service.database)
    const place = await makeRoom(service.database, parent_category_id, rank)
    const id = category.id ?? createId('pcat')
    const handle =
      category.handle?.trim() || service.container.resolve(HandleStrategy).handleOf(category.name)
    return service.createProductCategories({
      ...category,
      id,
      handle,
      parent_category_id,
      rank: place.rank,
      mpath: place.path === '' ? id : `${place.path}.${id}`,
    } as never)
  })
}

/** Changes a category and, where it says so, its place. See {@link ProductService.changeCategory}. */
export async function changeCategory(
  service: ProductService,
  { id, parent_category_id, rank, ...change }: Partial<NewCategory> & { id: string },
): Promise<void> {
  const { database } = service
  await database.transaction(async () => {
    if (parent_category_id !== undefined || rank !== undefined) {
      await lockTree(database)
      const old = await service.retrieveProductCategory(id)
      const parent = parent_category_id === undefined ? old.parent_category_id : parent_category_id
      const current = { id, parent_category_id: old.parent_category_id, rank: old.rank as number }
      await closeGap(database, current)
      // Out of the way, so that it is not counted among the siblings it comes to.
      await database.query(
        'update stoa_product.product_category set parent_category_id = id, rank = -1 where id = $1',
        [id],
      )
      const place = await makeRoom(database, parent, rank)
      if (`.${place.path}.`.includes(`.${id}.`)) {
        throw new StoaError(
          'invalid_data',
          `Category ${id} cannot be moved below itself: choose another parent.`,
        )
      }
      await database.query(
        'update stoa_product.product_category set parent_category_id = $2, rank = $3 where id = $1',
        [id, parent, place.rank],
      )
      await movePaths(database, old.mpath, place.path === '' ? id : `${place.path}.${id}`)
    }
    await service.updateProductCategories({ ...change, id } as never)
  })
}

/** Takes categories without children out of the tree. See {@link ProductService.removeCategory}. */
export async function removeCategory(service: ProductService, id: string): Promise<void> {
  const { database } = service
  await database.transaction(async () => {
    await lockTree(database)
    const category = await service.retrieveProductCategory(id)
    const children = await service.listProductCategories({ parent_category_id: id }, { limit: 1 })
    if (children.length > 0) {
      throw new StoaError(
        'not_allowed',
        `Category ${id} has children. Delete them first, or move them elsewhere.`,
      )
    }
    await closeGap(database, category as never)
    await service.softDeleteProductCategories(id)
  })
}
