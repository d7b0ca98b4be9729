import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { actorOf, sendList, sendOne } from '@stoa/rest'
import { normalizeEmail } from '@stoa/user'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { userFields } from './user-fields.ts'

const filters = {
  q: Type.String(),
  id: oneOrMany(Type.String()),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
  email: Type.String(),
  first_name: Type.String(),
  last_name: Type.String(),
}

const sendUser = (request: FastifyRequest, reply: FastifyReply, id: string) =>
  sendOne(request, reply, { entity: 'user', key: 'user', id, fields: userFields })

/** Who runs the shop. */
export async function adminUsers(app: StoaServer): Promise<void> {
  app.get(
    '/admin/users',
    { schema: { querystring: listQuery({ default_limit: 50, filters, logical: false }) } },
    (request, reply) => {
      const asked = filtersOf(request.query, Object.keys(filters) as never[]) as { email?: string }
      return sendList(request, reply, {
        entity: 'user',
        key: 'users',
        fields: userFields,
        filters: { ...asked, ...(asked.email === undefined ? {} : { email: normalizeEmail(asked.email) }) },
      })
    },
  )

  app.get('/admin/users/me', { schema: { querystring: fieldsQuery() } }, (request, reply) =>
    sendUser(request, reply, actorOf(request).id),
  )

  app.get(
    '/admin/users/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) => sendUser(request, reply, request.params.id),
  )
}
