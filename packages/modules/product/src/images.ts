import { createId } from '@stoa/kernel'
import type { ProductService } from './service.ts'

/** Makes these, in this order, the images of products. An image that is there already keeps its id, and its variants. */
export async function replaceImages(
  service: ProductService,
  products: readonly { id: string; images: readonly { id?: string; url: string }[] }[],
): Promise<void> {
  if (products.length === 0) return
  const present = await service.listProductImages({ product_id: products.map(({ id }) => id) } as never)
  const kept = new Set<string>()
  const fresh: object[] = []
  const ranks: { id: string; rank: number; url: string }[] = []
  for (const { id: product_id, images } of products) {
    for (const [rank, { id, url }] of images.entries()) {
      const same = present.find(
        (image) =>
          image.product_id === product_id &&
          !kept.has(image.id) &&
          (id ? image.id === id : image.url === url),
      )
      if (same) {
        kept.add(same.id)
        ranks.push({ id: same.id, rank, url })
      } else fresh.push({ id: createId('img'), product_id, rank, url })
    }
  }
  const gone = present.filter(({ id }) => !kept.has(id))
  if (gone.length > 0) await service.softDeleteProductImages(gone.map(({ id }) => id))
  if (ranks.length > 0) await service.updateProductImages(ranks)
  if (fresh.length > 0) await service.createProductImages(fresh as never)
}
