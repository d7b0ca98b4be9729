import { moduleService } from '@stoa/kernel'
import { assembleProduct } from './assemble-product.ts'
import { entities } from './entities/index.ts'
import { HandleStrategy } from './handle-strategy.ts'
import type { NewProduct } from './new-product.ts'

/** A created product with what others join to: its variants. */
export interface CreatedProduct {
  id: string
  title: string
  handle: string
  variants: { id: string; title: string; sku?: string | null; manage_inventory: boolean }[]
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
    const assembled = products.map((product) =>
      assembleProduct({ ...product, handle: product.handle?.trim() || handles.handleOf(product.title) }),
    )
    return this.database.transaction(async () => {
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
}
