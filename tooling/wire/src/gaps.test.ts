import { expect, test } from 'vitest'
import { gapsOf, type OpenApi } from './gaps.ts'

const wire = {
  'GET /admin/kites': { query: 'q created_at' },
  'POST /admin/kites/:id': { body: 'title', query: 'fields' },
}

const served = (operations: OpenApi['paths'], schemas: object = {}): OpenApi =>
  ({ paths: operations, components: { schemas } }) as OpenApi

const list = {
  get: {
    parameters: [
      { in: 'query', name: 'q' },
      { in: 'query', name: 'created_at[$gt]' },
    ],
  },
}
const body = (schema: object) => ({ content: { 'application/json': { schema } } })

test('a server that takes all that the wire has lacks nothing, whatever it calls its parameters', () => {
  const update = {
    post: {
      parameters: [{ in: 'query', name: 'fields' }],
      requestBody: body({ $ref: '#/components/schemas/Kite' }),
    },
  }
  const document = served(
    { '/admin/kites': list, '/admin/kites/{kite_id}': update },
    { Kite: { anyOf: [{ properties: { title: {} } }, { items: { properties: { title: {} } } }] } },
  )
  expect(gapsOf(wire, document)).toEqual({ routes: [], names: [] })
})

test('a route that is not served is named once, without its fields', () => {
  expect(gapsOf(wire, served({ '/admin/kites': list }))).toEqual({
    routes: ['POST /admin/kites/:id'],
    names: [],
  })
})

test('a field that is lost is named with its route', () => {
  const update = {
    post: { parameters: [{ in: 'path', name: 'fields' }], requestBody: body({ properties: { name: {} } }) },
  }
  const { names } = gapsOf(wire, served({ '/admin/kites': list, '/admin/kites/{id}': update }))
  expect(names).toEqual(['POST /admin/kites/:id: body title', 'POST /admin/kites/:id: query fields'])
})
