import { localeOf, type OrderBy, pagination, parseOrder, sendJson } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { type FieldRules, type Filters, Query, resolveFields } from '@stoa/query'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { checkReach } from './check-reach.ts'

/** What a route reads. */
export interface Reading {
  /** In snake case, such as `product_variant`. */
  entity: string
  /** What the client may and does select. */
  fields: FieldRules
  /** Conditions the client cannot lift, beside those it brought. */
  filters?: Filters
  /** What computed fields need to know. */
  context?: Readonly<Record<string, unknown>>
}

interface ReadQuery {
  fields?: string
  offset?: number
  limit?: number
  order?: string
  with_deleted?: boolean
}

const isAdmin = (request: FastifyRequest) => request.asker.actor?.type === 'user'

/** What a request says about how to read, for the query. */
function optionsOf(request: FastifyRequest, reading: Reading, order: readonly OrderBy[] = []) {
  const { filters = {}, context = {} } = reading
  const query = request.query as ReadQuery
  const permissions = request.asker.actor?.permissions
  const locale = localeOf(request)
  return {
    fields: selectedFields(request, reading, order),
    order,
    filters,
    // What is not for everybody's eyes, such as the token of an invite, depends on them wherever it is reached.
    context: { ...(permissions ? { permissions } : {}), ...(locale ? { locale } : {}), ...context },
    with_deleted: isAdmin(request) && query.with_deleted === true,
    allow_regex: isAdmin(request),
  }
}

/**
 * Answers with a page: `{ [key]: [...], count, offset, limit }`.
 *
 * @param reading.key the list's name in the answer
 */
export async function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  reading: Reading & { key: string },
): Promise<FastifyReply> {
  const query = request.query as ReadQuery
  const pieces = await request.container.resolve(Query).listPieces(reading.entity, {
    ...optionsOf(request, reading, parseOrder(query.order)),
    ...pagination(query),
    key: reading.key,
  })
  return sendJson(reply, ...pieces)
}

/** One row that a route reads. */
type One = Reading & {
  key: string
  /** Where the filters do not hold for it, it does not exist for this asker. */
  id: string
  /** Further properties of the answer, before the row. */
  envelope?: Readonly<Record<string, unknown>>
}

/**
 * Answers with one row: `{ [key]: {...} }`.
 *
 * @throws StoaError `not_found`
 */
export async function sendOne(
  request: FastifyRequest,
  reply: FastifyReply,
  reading: One,
): Promise<FastifyReply> {
  return sendJson(reply, ...(await readPieces(request, reading)))
}

/** What {@link sendOne} answers with, as JSON text. */
export async function readOne(request: FastifyRequest, reading: One): Promise<string> {
  return (await readPieces(request, reading)).join('')
}

async function readPieces(request: FastifyRequest, reading: One): Promise<string[]> {
  const { entity, id, key, envelope = {} } = reading
  const text = await request.container.resolve(Query).retrieveText(entity, id, optionsOf(request, reading))
  const before = Object.entries(envelope).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)},`,
  )
  return [`{${before.join('')}${JSON.stringify(key)}:`, text, '}']
}

/**
 * The fields a request selects.
 *
 * @throws StoaError `invalid_data` for what the route does not allow; `forbidden` for what of other modules the asker may not read,
 *   in fields, filters or order
 */
export function selectedFields(
  request: FastifyRequest,
  { entity, fields: rules, filters }: Pick<Reading, 'entity' | 'fields' | 'filters'>,
  order: readonly OrderBy[] = [],
): string[] {
  const fields = resolveFields((request.query as ReadQuery).fields, rules)
  checkReach(request, entity, { fields, own: [...rules.defaults, ...(rules.always ?? [])], filters, order })
  return fields
}

/**
 * Fails before anything is written if the client asks for fields the route does not have.
 *
 * @param entity what is read afterwards: then also if it asks for what is not there, or what it may not read. Needed where the
 *   reading is not a part of the transaction that writes
 */
export function checkFields(request: FastifyRequest, rules: FieldRules, entity?: string): void {
  if (entity === undefined) resolveFields((request.query as ReadQuery).fields, rules)
  else
    request.container.resolve(Query).assertFields(entity, selectedFields(request, { entity, fields: rules }))
}

/** The one who acts, on routes whose door lets only somebody in. */
export function actorOf(request: FastifyRequest) {
  const { actor } = request.asker
  if (!actor) throw new StoaError('unauthorized', 'Unauthorized: sign in first.')
  return actor
}

/** The rows with these ids, in their order, with the fields the client asks for: what a batch answers with. */
export async function readMany(
  request: FastifyRequest,
  { ids, ...reading }: Omit<Reading, 'filters'> & { ids: readonly string[] },
): Promise<unknown[]> {
  if (ids.length === 0) return []
  const options = optionsOf(request, { ...reading, filters: { id: ids } })
  const rows = await request.container.resolve(Query).list<{ id: string }>(reading.entity, options)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}
