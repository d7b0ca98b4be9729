import { dateFilter, listQuery } from '@stoa/http'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

test('/openapi.json documents routes from their schemas', async () => {
  const app = await openServer({ openapi: { title: 'My shop' } })
  const querystring = listQuery({ default_limit: 50, filters: { created_at: dateFilter() } })
  app.get('/store/products/:id', { schema: { querystring } }, () => 'ok')
  app.post('/admin/products', { schema: { body: Type.Object({ title: Type.String() }) } }, () => 'ok')
  const document = (await app.inject('/openapi.json')).json()

  expect(document.openapi).toBe('3.1.0')
  expect(document.info.title).toBe('My shop')
  expect(Object.keys(document.paths)).toEqual(['/store/products/{id}', '/admin/products'])
  const { get } = document.paths['/store/products/{id}']
  expect(get.tags).toEqual(['store products'])
  expect(get.security).toEqual([{ publishable_key: [] }])
  expect(get.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'fields',
    'offset',
    'limit',
    'order',
    'with_deleted',
    'created_at',
    '$and',
    '$or',
    'id',
  ])
  const createdAt = get.parameters.find(({ name }: { name: string }) => name === 'created_at')
  expect(createdAt.schema.anyOf).toContainEqual({ $ref: '#/components/schemas/Operators' })
  expect(document.components.schemas.Operators.properties).toHaveProperty('$gt')
  const { post } = document.paths['/admin/products']
  expect(post.requestBody.content['application/json'].schema.required).toEqual(['title'])
  expect(post.security).toEqual([{ bearer: [] }, { session: [] }, { secret_key: [] }])
})

test('every reference in the document leads somewhere', async () => {
  const app = await openServer()
  app.get(
    '/list',
    { schema: { querystring: listQuery({ default_limit: 50, filters: { at: dateFilter() } }) } },
    () => 'ok',
  )
  const text = (await app.inject('/openapi.json')).body
  const document = JSON.parse(text)
  const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, path]) => path as string))
  expect(references.size).toBeGreaterThan(0)
  for (const reference of references) {
    const found = reference
      .slice(2)
      .split('/')
      .reduce((node, key) => node?.[key], document)
    expect(found, reference).toBeDefined()
  }
})

test('/docs shows it, with a policy under which its page works', async () => {
  const app = await openServer()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const page = await fetch(`${address}/docs`)
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  const html = await page.text()
  expect(html).toContain('/openapi.json')
  const [, script] = /src="([^"]+)"/.exec(html) as RegExpExecArray
  const loaded = await fetch(new URL(script as string, page.url))
  expect(loaded.headers.get('content-type')).toContain('javascript')
  await loaded.body?.cancel()
})

test('answers are no pages to a browser', async () => {
  const app = await openServer()
  const { headers } = await app.inject('/health')
  expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
})
