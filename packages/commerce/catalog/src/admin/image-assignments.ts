import type { StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { additions, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { assertOfProduct } from '../variants.ts'

const PIVOT = 'stoa_product.product_variant_product_image'

interface Assignment {
  product_id: string
  images: readonly string[]
  variants: readonly string[]
}

async function assertImages(database: Database, { product_id, images }: Assignment): Promise<void> {
  const found = await database.query<{ id: string }>(
    'select id from stoa_product.image where id = any($1::text[]) and product_id = $2 and deleted_at is null',
    [images, product_id],
  )
  const known = new Set(found.map(({ id }) => id))
  const missing = images.filter((id) => !known.has(id))
  if (missing.length > 0) {
    throw new StoaError(
      'not_found',
      `Image with id: ${missing.join(', ')} was not found in product ${product_id}`,
    )
  }
}

/** Assigns images to variants of one product, and takes them away. */
async function assign(request: FastifyRequest, added: Assignment, removed: Assignment): Promise<void> {
  const database = request.container.resolve(Database)
  const variants = [...new Set([...added.variants, ...removed.variants])]
  await transaction(request, async () => {
    await assertOfProduct(
      request.container,
      variants.map((id) => ({ id, product_id: added.product_id })),
    )
    await assertImages(database, { ...added, images: [...added.images, ...removed.images] })
    await database.query(
      `insert into ${PIVOT} (product_variant_id, product_image_id)
       select variant, image from unnest($1::text[]) variant, unnest($2::text[]) image on conflict do nothing`,
      [added.variants, added.images],
    )
    await database.query(
      `delete from ${PIVOT} where product_variant_id = any($1::text[]) and product_image_id = any($2::text[])`,
      [removed.variants, removed.images],
    )
  })
}

/** Which pictures show which variants, as the admin keeps it. */
export async function adminImageAssignments(app: StoaServer): Promise<void> {
  app.post(
    '/admin/products/:id/images/:image_id/variants/batch',
    {
      schema: {
        params: Type.Object({ id: Type.String(), image_id: Type.String() }),
        body: additions(),
      },
    },
    async (request) => {
      const { id: product_id, image_id } = request.params
      const { add = [], remove = [] } = request.body
      const base = { product_id, images: [image_id] }
      await assign(request, { ...base, variants: add }, { ...base, variants: remove })
      return { added: add, removed: remove }
    },
  )

  app.post(
    '/admin/products/:id/variants/:variant_id/images/batch',
    {
      schema: {
        params: Type.Object({ id: Type.String(), variant_id: Type.String() }),
        body: additions(),
      },
    },
    async (request) => {
      const { id: product_id, variant_id } = request.params
      const { add = [], remove = [] } = request.body
      const base = { product_id, variants: [variant_id] }
      await assign(request, { ...base, images: add }, { ...base, images: remove })
      return { added: add, removed: remove }
    },
  )
}
