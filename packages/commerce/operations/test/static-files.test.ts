import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const uploaded = async (name: string, contents: string) => {
  const { files } = await shop.upload({ [name]: contents })
  return `/static/${files[0].id}`
}

test.each(['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif'])('browsers show a %s', async (ending) => {
  const { headers } = await shop.app.inject(await uploaded(`shirt.${ending}`, 'bytes'))
  expect(headers['content-type']).toBe(`image/${ending === 'jpg' ? 'jpeg' : ending}`)
  expect(headers).not.toHaveProperty('content-disposition')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=31536000, immutable',
  })
})

test.each([
  ['page.html', '<script>alert(1)</script>'],
  ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['feed.xml', '<x/>'],
  ['code.js', 'alert(1)'],
  ['terms.pdf', '%PDF'],
  ['page.xhtml.txt', '<script>alert(1)</script>'],
])('%s is downloaded, and no script of it runs', async (name, contents) => {
  const url = await uploaded(name, contents)
  const { headers, body } = await shop.app.inject(url)
  expect(body).toBe(contents)
  expect(headers['content-disposition']).toMatch(/^attachment; filename=/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
})

test('a page that says it is a picture is no page', async () => {
  const page = new Blob(['<script>alert(1)</script>'], { type: 'text/html' })
  const { files } = await shop.upload({ 'a.png': page })
  const { headers } = await shop.app.inject(`/static/${files[0].id}`)
  expect(headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
})

test('parts of a file and unchanged files are answered as such', async () => {
  const url = await uploaded('film.mp4', '0123456789')
  const part = await shop.app.inject({ url, headers: { range: 'bytes=2-4' } })
  expect([part.statusCode, part.body]).toEqual([206, '234'])
  const etag = part.headers.etag as string
  expect((await shop.app.inject({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304)
  const head = await shop.app.inject({ method: 'HEAD', url })
  expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '10', ''])
})

test('only plain names are served', async () => {
  await mkdir(join(shop.directory, 'private'), { recursive: true })
  await writeFile(join(shop.directory, 'private', 'secret.txt'), 'secret')
  await writeFile(join(shop.directory, '.secret'), 'secret')
  await writeFile(join(shop.root, 'secret.txt'), 'secret')
  const paths = [
    'private/secret.txt',
    'private%2Fsecret.txt',
    'private',
    'private/',
    '.secret',
    '../secret.txt',
    '..%2Fsecret.txt',
    '%2e%2e/secret.txt',
    './private/secret.txt',
    'private/../../secret.txt',
    '/etc/passwd',
    '%2Fetc%2Fpasswd',
    'x'.repeat(10_000),
    '',
  ]
  for (const path of paths) {
    const answer = await shop.app.inject(`/static/${path}`)
    expect([path, answer.statusCode]).toEqual([path, 404])
    expect(answer.json()).toMatchObject({ type: 'not_found' })
  }
})
