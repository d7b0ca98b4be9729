import { fieldsQuery, filtersOf, listQuery, type StoaServer, sendJson } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { checkFields, readMany, readOne, sendList, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { changeLevels, type LevelBatch } from '../levels.ts'
import { itemFields, levelFields } from './fields.ts'
import { quantities, strict, words } from './schemas.ts'

const filters = { location_id: words() }
const ofItem = Type.Object({ id: Type.String() })
const ofLevel = Type.Object({ id: Type.String(), location_id: Type.String() })

const anyLevel = Type.Object(
  { inventory_item_id: Type.String(), location_id: Type.String(), ...quantities },
  strict,
)
const itsLevel = Type.Object({ location_id: Type.String(), ...quantities }, strict)

const batchOf = <Level extends typeof anyLevel | typeof itsLevel>(level: Level) =>
  Type.Object(
    {
      create: Type.Optional(Type.Array(level)),
      update: Type.Optional(Type.Array(level)),
      delete: Type.Optional(Type.Array(Type.String())),
      force: Type.Optional(Type.Boolean()),
    },
    strict,
  )

/** A thousand levels and more. */
const BODY_LIMIT = 4 * 1_048_576

const answered = {
  entity: 'inventory_level',
  fields: { defaults: ['*'] },
}

/** Answers a batch with the rows that came of it. */
async function runBatch(request: FastifyRequest, batch: LevelBatch) {
  checkFields(request, answered.fields)
  return transaction(request, async () => {
    const { created, updated } = await changeLevels(request.container, batch)
    return {
      created: await readMany(request, { ...answered, ids: created }),
      updated: await readMany(request, { ...answered, ids: updated }),
      deleted: batch.delete ?? [],
    }
  })
}

/** How much of what lies where, as the admin keeps it. */
export async function adminLocationLevels(app: StoaServer): Promise<void> {
  const path = '/admin/inventory-items/:id/location-levels'
  const item = (id: string) => ({ entity: 'inventory_item', key: 'inventory_item', fields: itemFields, id })

  app.post(
    '/admin/inventory-items/location-levels/batch',
    { bodyLimit: BODY_LIMIT, schema: { body: batchOf(anyLevel), querystring: fieldsQuery() } },
    (request) => runBatch(request, request.body),
  )

  app.get(
    path,
    { schema: { params: ofItem, querystring: listQuery({ default_limit: 50, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'inventory_level',
        key: 'inventory_levels',
        fields: levelFields,
        filters: {
          inventory_item_id: request.params.id,
          $and: [filtersOf(request.query, Object.keys(filters) as never[])],
        },
      }),
  )

  const ofBatch = { params: ofItem, body: batchOf(itsLevel), querystring: fieldsQuery() }
  app.post(`${path}/batch`, { schema: ofBatch }, (request) => {
    const { create = [], update = [], ...rest } = request.body
    const own = { inventory_item_id: request.params.id }
    return runBatch(request, {
      ...rest,
      create: create.map((level) => ({ ...level, ...own })),
      update: update.map((level) => ({ ...level, ...own })),
    })
  })

  app.post(
    `${path}/:location_id`,
    { schema: { params: ofLevel, body: Type.Object(quantities, strict), querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, itemFields)
      const { id, location_id } = request.params
      const text = await transaction(request, async () => {
        const update = [{ ...request.body, inventory_item_id: id, location_id }]
        await changeLevels(request.container, { update })
        return readOne(request, item(id))
      })
      return sendJson(reply, text)
    },
  )

  app.delete(
    `${path}/:location_id`,
    { schema: { params: ofLevel, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, itemFields)
      const { id, location_id } = request.params
      const text = await transaction(request, async () => {
        const level = await request.container.resolve(Query).first<{ id: string }>('inventory_level', {
          fields: ['id'],
          filters: { inventory_item_id: id, location_id },
        })
        if (!level) throw new StoaError('not_found', `Item ${id} is not stocked at location ${location_id}`)
        await changeLevels(request.container, { delete: [level.id] })
        const envelope = { id: level.id, object: 'inventory-level', deleted: true }
        return readOne(request, { ...item(id), key: 'parent', envelope })
      })
      return sendJson(reply, text)
    },
  )
}
