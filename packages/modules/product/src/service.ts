import { moduleService } from '@stoa/kernel'
import { assembleProduct } from './assemble-product.ts'
import { addCategory, changeCategory, type NewCategory, removeCategory } from './categories.ts'
import { entities } from './entities/index.ts'
import { HandleStrategy } from './handle-strategy.ts'
import { replaceImages } from './images.ts'
import type { NewProduct } from './new-product.ts'
import { changeOptions, type OptionBatch } from './option-batch.ts'
import { setOptions, withIds } from './options.ts'
import type { WantedOption } from './present-options.ts'
import { findSharedOptions } from './share-option.ts'
import {
  type AddedRow,
  type AddedVariant,
  addVariants,
  changeVariants,
  type VariantChange,
} from './variants.ts'

/** A created product with what others join to: its variants. */
export interface CreatedProduct {
  id: string
  title: string
  handle: string
  variants: { id: string; title: string; sku?: string | null; manage_inventory: boolean }[]
}

/** A change of a product. Each list that is named replaces the one there is. */
export type ProductChange = Partial<Omit<NewProduct, 'id' | 'variants' | 'options' | 'images'>> & {
  id: string
  images?: readonly { id?: string; url: string }[]
  options?: readonly WantedOption[]
  /** Of options, further ones beside `options`: those it has stay as they are, others come with all of their values. */
  option_ids?: readonly string[]
}

/** Products and all that describes them. */
export class ProductService extends moduleService(entities) {
  /**
   * Creates products with their options, variants and images. Each kind of row is written in one statement, however many
   * products there are.
   *
   * @param products options and their values by name; variants name their values
   * @throws StoaError `invalid_data` for a handle or SKU that is taken, or a variant that names what its product lacks
   * @example
   * await products.createCompleteProducts([{
   *   title: 'Mug', options: [{ title: 'Size', values: ['S', 'L'] }],
   *   variants: [{ title: 'Small', options: { Size: 'S' } }, { title: 'Large', options: { Size: 'L' } }],
   * }])
   */
  async createCompleteProducts(products: readonly NewProduct[]): Promise<CreatedProduct[]> {
    const handles = this.container.resolve(HandleStrategy)
    return this.database.transaction(async () => {
      const shared = await findSharedOptions(this, products)
      const assembled = products.map((product) =>
        assembleProduct(
          { ...product, handle: product.handle?.trim() || handles.handleOf(product.title) },
          shared,
        ),
      )
      await this.createProducts(assembled.map(({ product }) => product) as never)
      await this.createProductOptions(assembled.flatMap(({ options }) => options) as never)
      await this.createProductOptionValues(assembled.flatMap(({ values }) => values) as never)
      await this.createProductProductOptions(
        assembled.flatMap(({ productOptions }) => productOptions) as never,
      )
      const variants = await this.createProductVariants(assembled.flatMap((rows) => rows.variants) as never[])
      return assembled.map(({ product }) => ({
        id: product.id,
        title: product.title as string,
        handle: product.handle as string,
        variants: variants.filter(({ product_id }) => product_id === product.id),
      }))
    })
  }

  /**
   * Changes products with their images, options, tags and categories.
   *
   * @throws StoaError `not_found`; `invalid_data` for a handle that is taken; `not_allowed` for an option or a value that
   *   goes while a variant has it
   */
  async changeProducts(changes: readonly ProductChange[]): Promise<void> {
    await this.database.transaction(async () => {
      await this.updateProducts(
        changes.map(({ images: _, options: __, option_ids: ___, ...own }) => own) as never,
      )
      await replaceImages(
        this,
        changes.flatMap(({ id, images }) => (images ? [{ id, images }] : [])),
      )
      await setOptions(
        this,
        changes.flatMap(({ id, options, option_ids }) =>
          options || option_ids ? [{ id, options: withIds(options ?? [], option_ids ?? []) }] : [],
        ),
      )
    })
  }

  /** Gives a product options, takes some away, and changes in which of their values it comes. */
  async changeOptions(productId: string, batch: OptionBatch): Promise<void> {
    return this.database.transaction(() => changeOptions(this, productId, batch))
  }

  /**
   * Adds variants to products there are.
   *
   * @throws StoaError `invalid_data` for an SKU that is taken, options the product lacks, or those of another variant
   */
  async addVariants(variants: readonly AddedVariant[]): Promise<AddedRow[]> {
    return this.database.transaction(() => addVariants(this, variants))
  }

  /** Changes variants. See {@link addVariants} for what is refused. */
  async changeVariants(changes: readonly VariantChange[]): Promise<void> {
    return this.database.transaction(() => changeVariants(this, changes))
  }

  /**
   * Puts a category into the tree, and moves the siblings behind its rank one down.
   *
   * @throws StoaError `not_found` for a parent that does not exist, `invalid_data` for a handle that is taken
   */
  async addCategory(category: NewCategory): Promise<{ id: string }> {
    return addCategory(this, category)
  }

  /**
   * Changes a category. With `parent_category_id` or `rank` it moves, and everything below it moves along.
   *
   * @throws StoaError `invalid_data` for a parent below itself
   */
  async changeCategory(change: Partial<NewCategory> & { id: string }): Promise<void> {
    return changeCategory(this, change)
  }

  /**
   * Takes a category out of the tree.
   *
   * @throws StoaError `not_allowed` while it has children
   */
  async removeCategory(id: string): Promise<void> {
    return removeCategory(this, id)
  }
}
