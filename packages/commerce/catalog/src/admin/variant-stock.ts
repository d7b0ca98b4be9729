import { fieldsQuery, type StoaServer, sendJson } from '@stoa/http'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { createLinks, dismissLinks } from '@stoa/query'
import { checkFields, readOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { variantInventoryItem } from '../links.ts'
import { assertOfProduct } from '../variants.ts'
import { variantFields } from './product-fields.ts'

const params = Type.Object({ id: Type.String(), variant_id: Type.String() })
const ofItem = Type.Object({ ...params.properties, inventory_item_id: Type.String() })
const required_quantity = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

const pair = Type.Object(
  { inventory_item_id: Type.String(), variant_id: Type.String() },
  { additionalProperties: false },
)
const wanted = Type.Object({ ...pair.properties, required_quantity }, { additionalProperties: false })
const batch = Type.Object({
  create: Type.Optional(Type.Array(wanted)),
  update: Type.Optional(Type.Array(wanted)),
  delete: Type.Optional(Type.Array(pair)),
})

interface Pair {
  inventory_item_id: string
  variant_id: string
}

/** @throws StoaError `not_found` */
async function assertJoined(container: Container, pairs: readonly Pair[]): Promise<void> {
  const [{ missing } = { missing: [] }] = await container.resolve(Database).query<{ missing: string[] }>(
    `select coalesce(array_agg(item || ' of variant ' || variant), '{}') as missing
     from unnest($1::text[], $2::text[]) as asked(variant, item)
     where not exists (select from stoa_link.product_variant_inventory_item
       where variant_id = variant and inventory_item_id = item)`,
    [pairs.map(({ variant_id }) => variant_id), pairs.map(({ inventory_item_id }) => inventory_item_id)],
  )
  if (missing.length > 0)
    throw new StoaError('not_found', `There is no inventory item ${missing.join(', ')}.`)
}

const dismiss = async (container: Container, pairs: readonly Pair[]) => {
  for (const { variant_id, inventory_item_id } of pairs) {
    await dismissLinks(container.resolve(Database), variantInventoryItem, { variant_id, inventory_item_id })
  }
}

/** What lies in the stock for a variant, as the admin keeps it. */
export async function adminVariantStock(app: StoaServer): Promise<void> {
  const path = '/admin/products/:id/variants/:variant_id/inventory-items'
  const reading = (id: string) => ({ entity: 'product_variant', key: 'variant', fields: variantFields, id })

  app.post(
    path,
    {
      schema: {
        params,
        body: Type.Object({ required_quantity, inventory_item_id: Type.String() }),
        querystring: fieldsQuery(),
      },
    },
    async (request, reply) => {
      checkFields(request, variantFields)
      const { container } = request
      const { id: product_id, variant_id } = request.params
      const text = await transaction(request, async () => {
        await assertOfProduct(container, [{ id: variant_id, product_id }])
        await createLinks(container.resolve(Database), variantInventoryItem, [
          { ...request.body, variant_id },
        ])
        return readOne(request, reading(variant_id))
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    `${path}/:inventory_item_id`,
    { schema: { params: ofItem, body: Type.Object({ required_quantity }), querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, variantFields)
      const { container } = request
      const { id: product_id, variant_id, inventory_item_id } = request.params
      const text = await transaction(request, async () => {
        await assertOfProduct(container, [{ id: variant_id, product_id }])
        await assertJoined(container, [{ variant_id, inventory_item_id }])
        await createLinks(container.resolve(Database), variantInventoryItem, [
          { variant_id, inventory_item_id, required_quantity: request.body.required_quantity },
        ])
        return readOne(request, reading(variant_id))
      })
      return sendJson(reply, text)
    },
  )

  app.delete(
    `${path}/:inventory_item_id`,
    { schema: { params: ofItem, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, variantFields)
      const { container } = request
      const { id: product_id, variant_id, inventory_item_id } = request.params
      const text = await transaction(request, async () => {
        await assertOfProduct(container, [{ id: variant_id, product_id }])
        await assertJoined(container, [{ variant_id, inventory_item_id }])
        await dismiss(container, [{ variant_id, inventory_item_id }])
        const envelope = { id: inventory_item_id, object: 'variant-inventory-item', deleted: true }
        return readOne(request, { ...reading(variant_id), key: 'parent', envelope })
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    '/admin/products/:id/variants/inventory-items/batch',
    { schema: { params: Type.Object({ id: Type.String() }), body: batch, querystring: fieldsQuery() } },
    async (request) => {
      const { container } = request
      const product_id = request.params.id
      const { create = [], update = [], delete: gone = [] } = request.body
      await transaction(request, async () => {
        const variants = [...new Set([...create, ...update, ...gone].map(({ variant_id }) => variant_id))]
        await assertOfProduct(
          container,
          variants.map((id) => ({ id, product_id })),
        )
        await assertJoined(container, [...update, ...gone])
        await createLinks(container.resolve(Database), variantInventoryItem, [...create, ...update])
        await dismiss(container, gone)
      })
      return { created: create.map(toLink), updated: update.map(toLink), deleted: gone.map(toPair) }
    },
  )
}

const toPair = ({ variant_id, inventory_item_id }: Pair) => ({
  product: { variant_id },
  inventory: { inventory_item_id },
})

const toLink = ({ required_quantity, ...pair }: Pair & { required_quantity: number }) => ({
  ...toPair(pair),
  data: { required_quantity },
})
