import { SettingsService } from '@stoa/admin-settings'
import { nullable, oneOrMany, type StoaServer, words } from '@stoa/http'
import { Query } from '@stoa/query'
import { actorOf, fieldRules, resource, transaction } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'

const fields = fieldRules('id zone user_id is_system_default configuration created_at updated_at')

const filters = {
  id: words(),
  zone: words(),
  user_id: nullable(oneOrMany(Type.String())),
  is_system_default: Type.Boolean(),
}

const widget = Type.Object({
  hidden: Type.Optional(Type.Boolean()),
  section: Type.Optional(Type.String()),
  order: Type.Optional(Type.Number()),
})

const layout = Type.Object({
  is_default: Type.Optional(Type.Boolean()),
  configuration: Type.Object({ widgets: Type.Record(Type.String(), widget) }),
})

const params = Type.Object({ zone: Type.String({ maxLength: 200 }) })

const visibleTo = (request: FastifyRequest) => ({
  $or: [{ user_id: actorOf(request).id }, { is_system_default: true }],
})

const scopeKey = (zone: string) => `layouts.${zone}.scope`

/** `/admin/layouts`: how the pages of the admin are laid out, for its user and for everybody. */
export async function adminLayouts(app: StoaServer): Promise<void> {
  const service = app.container.resolve(SettingsService)

  resource(app, {
    path: '/admin/layouts/configurations',
    entity: 'layout_configuration',
    fields,
    scope: (request) => ({ filters: visibleTo(request) }),
  }).list({ default_limit: 20, filters })

  const path = '/admin/layouts/:zone/configuration'
  app.get(path, { schema: { params } }, (request) => layoutOf(request, request.params.zone))

  app.post(path, { schema: { params, body: layout } }, (request) =>
    transaction(request, async () => {
      const { zone } = request.params
      const { is_default = false, configuration } = request.body
      const { id } = actorOf(request)
      await service.setLayout(zone, is_default ? null : id, configuration)
      await service.setPreference(id, scopeKey(zone), is_default ? 'default' : 'personal')
      return layoutOf(request, zone)
    }),
  )

  app.delete(path, { schema: { params } }, (request) =>
    transaction(request, async () => {
      const { id } = actorOf(request)
      await service.removeLayout(request.params.zone, id)
      await service.setPreference(id, scopeKey(request.params.zone), null)
      return { success: true }
    }),
  )
}

/** A user looks at what they laid out last, or else at their own, or else at everybody's. */
async function layoutOf(request: FastifyRequest, zone: string): Promise<object> {
  const user_id = actorOf(request).id
  const [layouts, choices] = await request.container.resolve(Query).together([
    {
      entity: 'layout_configuration',
      fields: fields.defaults,
      filters: { zone, ...visibleTo(request) },
      limit: 2,
    },
    { entity: 'user_preference', fields: ['value'], filters: { user_id, key: scopeKey(zone) }, limit: 1 },
  ])
  const personal_configuration = layouts?.rows.find((row) => !row.is_system_default) ?? null
  const default_configuration = layouts?.rows.find((row) => row.is_system_default) ?? null
  const chosen = choices?.rows[0]?.value
  const active_scope = chosen ?? (personal_configuration ? 'personal' : 'default')
  return { personal_configuration, default_configuration, active_scope }
}
