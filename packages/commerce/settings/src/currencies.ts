import {
  fieldsQuery,
  filtersOf,
  listQuery,
  pagination,
  parseOrder,
  type StoaServer,
  sendJson,
} from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { type FieldRules, Query, resolveFields } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { words } from './named-things.ts'

const filters = { q: Type.String(), code: words() }
const params = Type.Object({ code: Type.String() })

/** The list of currencies, and each at its code: they are the only things here that have no id. */
export function currencyRoutes(
  app: StoaServer,
  path: string,
  { default_limit, fields }: { default_limit: number; fields: FieldRules },
): void {
  app.get(
    path,
    { schema: { querystring: listQuery({ default_limit, filters }) } },
    async (request, reply) => {
      const text = await request.container.resolve(Query).listText('currency', {
        ...reading(request, fields),
        ...pagination(request.query),
        key: 'currencies',
        filters: filtersOf(request.query, Object.keys(filters) as never[]),
        order: parseOrder(request.query.order),
      })
      return sendJson(reply, text)
    },
  )

  app.get(`${path}/:code`, { schema: { params, querystring: fieldsQuery() } }, async (request, reply) => {
    const { code } = request.params
    const text = await request.container.resolve(Query).firstText('currency', {
      ...reading(request, fields),
      filters: { code: code.toLowerCase() },
    })
    if (text === undefined) throw new StoaError('not_found', `Currency with code: ${code} was not found`)
    return sendJson(reply, `{"currency":${text}}`)
  })
}

function reading(request: FastifyRequest, rules: FieldRules) {
  const { fields, with_deleted } = request.query as { fields?: string; with_deleted?: boolean }
  return {
    fields: resolveFields(fields, rules).filter((name) => name !== 'id'),
    with_deleted: with_deleted === true && request.asker.actor?.type === 'user',
  }
}
