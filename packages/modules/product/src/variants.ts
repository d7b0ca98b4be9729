import { createId } from '@stoa/kernel'
import type { NewVariant } from './new-product.ts'
import type { ProductService } from './service.ts'
import { resolveOptions } from './variant-options.ts'

/** A variant to be added to a product there is. */
export type AddedVariant = NewVariant & { product_id: string }

/** A change of a variant. With `options` it has other values of its product's options. */
export type VariantChange = Partial<Omit<NewVariant, 'id'>> & { id: string; product_id: string }

/** What {@link ProductService.addVariants} gives. */
export interface AddedRow {
  id: string
  title: string
  sku?: string | null
  manage_inventory: boolean
  product_id: string
}

export async function addVariants(
  service: ProductService,
  variants: readonly AddedVariant[],
): Promise<AddedRow[]> {
  if (variants.length === 0) return []
  const options = await resolveOptions(
    service.database,
    variants.map(({ product_id, title, options = {} }) => ({ product_id, title, options })),
  )
  const rows = variants.map((variant, index) => ({
    ...variant,
    id: variant.id ?? createId('variant'),
    options: options[index],
  }))
  return (await service.createProductVariants(rows as never[])) as never
}

export async function changeVariants(
  service: ProductService,
  changes: readonly VariantChange[],
): Promise<void> {
  if (changes.length === 0) return
  const choosing = changes.filter(({ options }) => options !== undefined)
  const values = await resolveOptions(
    service.database,
    choosing.map(({ id, product_id, title = id, options = {} }) => ({ id, product_id, title, options })),
  )
  const chosen = new Map(choosing.map(({ id }, index) => [id, values[index]]))
  await service.updateProductVariants(
    changes.map(({ product_id: _, options, ...change }) => ({
      ...change,
      ...(options === undefined ? {} : { options: chosen.get(change.id) }),
    })) as never,
  )
}
