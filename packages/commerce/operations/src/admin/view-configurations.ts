import { SettingsService } from '@stoa/admin-settings'
import {
  dateFilter,
  fieldsQuery,
  filtersOf,
  listQuery,
  nullable,
  oneOrMany,
  type StoaServer,
  sendJson,
  words,
} from '@stoa/http'
import { Query, resolveFields } from '@stoa/query'
import { actorOf, checkFields, fieldRules, readOne, sendList, sendOne, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

const fields = fieldRules('id entity name user_id is_system_default configuration created_at updated_at')

const filters = {
  id: words(),
  entity: words(),
  name: words(),
  user_id: nullable(oneOrMany(Type.String())),
  is_system_default: Type.Boolean(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
}

const optional = {
  column_widths: Type.Optional(Type.Record(Type.String(), Type.Number())),
  filters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  sorting: Type.Optional(nullable(Type.Object({ id: Type.String(), desc: Type.Boolean() }))),
  search: Type.Optional(Type.String()),
}
const columns = () => Type.Array(Type.String())
const settings = Type.Object({ visible_columns: columns(), column_order: columns(), ...optional })

const about = {
  name: Type.Optional(nullable(Type.String())),
  is_system_default: Type.Optional(Type.Boolean()),
  set_active: Type.Optional(Type.Boolean()),
}
const newView = Type.Object({ ...about, configuration: settings })
const change = Type.Object({ ...about, configuration: Type.Optional(Type.Partial(settings)) })
const choice = Type.Object({ view_configuration_id: nullable(Type.String()) })

const ofEntity = Type.Object({ entity: Type.String({ maxLength: 200 }) })
const ofView = Type.Object({ ...ofEntity.properties, id: Type.String() })

type OfEntity = FastifyRequest<{ Params: { entity: string } }>

const reading = { entity: 'view_configuration', key: 'view_configuration', fields }

/** The asker's own views of an entity, and the one for everybody. */
const visibleTo = (request: FastifyRequest) => ({
  entity: (request as OfEntity).params.entity,
  $or: [{ user_id: actorOf(request).id }, { is_system_default: true }],
})

const ownerOf = (request: FastifyRequest) => ({
  entity: (request as OfEntity).params.entity,
  user_id: actorOf(request).id,
})

const servedBy = ({ container }: FastifyRequest) => container.resolve(SettingsService)

/** `/admin/views/:entity/configurations`: how a user looks at a table, and at which of these views just now. */
export async function adminViewConfigurations(app: StoaServer): Promise<void> {
  const path = '/admin/views/:entity/configurations'

  app.get(
    path,
    { schema: { params: ofEntity, querystring: listQuery({ default_limit: 20, filters }) } },
    (request, reply) => {
      const asked = filtersOf(request.query, Object.keys(filters) as never[])
      const views = { ...reading, key: 'view_configurations' }
      return sendList(request, reply, { ...views, filters: { $and: [visibleTo(request), asked] } })
    },
  )

  app.get(
    `${path}/active`,
    { schema: { params: ofEntity, querystring: fieldsQuery() } },
    async (request, reply) => {
      // Of the two that it could be, the one that was chosen comes first, unless that is the default itself.
      const view = await request.container.resolve(Query).firstText('view_configuration', {
        fields: resolveFields(request.query.fields, fields),
        filters: {
          $and: [
            visibleTo(request),
            { $or: [{ is_system_default: true }, { chosen_by: { user_id: actorOf(request).id } }] },
          ],
        },
        order: [{ field: 'is_system_default', direction: 'asc' }],
      })
      const id = view === undefined ? null : (JSON.parse(view) as { id: string }).id
      return sendJson(
        reply,
        `{"view_configuration":${view ?? 'null'},"active_view_configuration_id":${JSON.stringify(id)}}`,
      )
    },
  )

  app.post(
    `${path}/active`,
    { schema: { params: ofEntity, body: choice, querystring: fieldsQuery() } },
    async (request) => {
      checkFields(request, fields)
      await servedBy(request).chooseView(ownerOf(request), request.body.view_configuration_id)
      return { success: true }
    },
  )

  app.get(`${path}/:id`, { schema: { params: ofView, querystring: fieldsQuery() } }, (request, reply) =>
    sendOne(request, reply, { ...reading, id: request.params.id, filters: visibleTo(request) }),
  )

  app.post(
    path,
    { schema: { params: ofEntity, body: newView, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, fields)
      const text = await transaction(request, async () => {
        const id = await servedBy(request).createView(ownerOf(request), request.body as never)
        return readOne(request, { ...reading, id, filters: visibleTo(request) })
      })
      return sendJson(reply, text)
    },
  )

  app.post(
    `${path}/:id`,
    { schema: { params: ofView, body: change, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, fields)
      const { id } = request.params
      const text = await transaction(request, async () => {
        await servedBy(request).changeView(ownerOf(request), id, request.body as never)
        return readOne(request, { ...reading, id, filters: visibleTo(request) })
      })
      return sendJson(reply, text)
    },
  )

  app.delete(`${path}/:id`, { schema: { params: ofView } }, async (request) => {
    const { id } = request.params
    await servedBy(request).deleteView(ownerOf(request), id)
    return { id, object: 'view_configuration', deleted: true }
  })
}
