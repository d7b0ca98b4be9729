import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openShop, USER } from './shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

afterEach(async () => {
  for (const name of await shop.kept()) await shop.send('DELETE', `/admin/uploads/${name}`)
})

const LARGE = 'x'.repeat(100_001)

test('files are uploaded together, found, read by anyone, and deleted', async () => {
  const { status, files } = await shop.upload({ 'front side.png': 'front', 'back.png': 'back' })
  expect(status).toBe(200)
  expect(files).toEqual([
    { id: expect.stringMatching(/-front-side\.png$/), url: `https://api.shop.example/static/${files[0].id}` },
    { id: expect.stringMatching(/-back\.png$/), url: `https://api.shop.example/static/${files[1].id}` },
  ])
  const [{ id }] = files
  expect(await shop.send('GET', `/admin/uploads/${id}`)).toEqual({ status: 200, file: files[0] })
  const read = await shop.app.inject(`/static/${id}`)
  expect([read.statusCode, read.body]).toEqual([200, 'front'])

  expect(await shop.send('DELETE', `/admin/uploads/${id}`)).toEqual({
    status: 200,
    id,
    object: 'file',
    deleted: true,
  })
  expect(await shop.send('GET', `/admin/uploads/${id}`)).toMatchObject({ status: 404, type: 'not_found' })
  expect((await shop.app.inject(`/static/${id}`)).statusCode).toBe(404)
})

test('the bytes of a file stay as they are', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7_919) % 256)
  const { files } = await shop.upload({ 'a.bin.png': new Blob([bytes]) })
  expect(Buffer.compare(await readFile(join(shop.directory, files[0].id)), bytes)).toBe(0)
})

test('fields select what of a file is answered', async () => {
  const { files } = await shop.upload({ 'a.png': 'a' }, '?fields=url')
  expect(Object.keys(files[0]).sort()).toEqual(['id', 'url'])
  const { file } = await shop.send('GET', `/admin/uploads/${files[0].id}?fields=id`)
  expect(file).toEqual({ id: files[0].id })
  expect(await shop.send('GET', `/admin/uploads/${files[0].id}?fields=secret`)).toMatchObject({ status: 400 })
})

test('fields that a file does not have are refused before anything is kept', async () => {
  expect(await shop.upload({ 'a.png': 'a' }, '?fields=secret')).toMatchObject({ status: 400 })
  expect(await shop.kept()).toEqual([])
})

test.each([
  ['a file that is too large', LARGE, 413, 'up to 100000 bytes'],
  ['a program', new Blob(['MZ'], { type: 'application/octet-stream' }), 400, 'not allowed'],
])('%s is refused, and so are the files that came with it', async (_what, second, status, message) => {
  const name = status === 413 ? 'large.png' : 'setup.exe'
  const answer = await shop.upload({ 'first.png': 'a', [name]: second, 'third.png': 'c' })
  expect(answer).toMatchObject({
    status,
    type: 'invalid_data',
    message: expect.stringMatching(new RegExp(`${name.replace('.', '\\.')}.*${message}`)),
  })
  expect(await shop.kept()).toEqual([])
})

test('a file may be as large as the limit', async () => {
  expect(await shop.upload({ 'a.png': LARGE.slice(1) })).toMatchObject({ status: 200 })
})

test.each([
  '../../escape.txt',
  '/etc/cron.d/escape.txt',
  '..\\..\\escape.txt',
  '%2e%2e%2fescape.txt',
  `${'very-long-'.repeat(500)}.txt`,
  'товар 商品 😀.txt',
  '..txt',
])('a file named %s lies in the directory under a plain name', async (name) => {
  const { status, files } = await shop.upload({ [name]: 'hello' })
  expect(status).toBe(200)
  expect(files[0].id).toMatch(/^[a-z0-9][a-z0-9.-]{0,200}$/)
  expect(await shop.kept()).toEqual([files[0].id])
  expect((await shop.app.inject(`/static/${files[0].id}`)).body).toBe('hello')
})

test('a name with a null character is no way around the type', async () => {
  const answer = await shop.app.inject({
    method: 'POST',
    url: '/admin/uploads',
    headers: { ...USER, 'content-type': 'multipart/form-data; boundary=b' },
    payload: `${part('a.png\0.exe')}\r\n--b--\r\n`,
  })
  expect(answer.json()).toMatchObject({ code: 'file_type_not_allowed' })
  expect(await shop.kept()).toEqual([])
})

test.each([
  '..%2Fsecret.txt',
  '..%2F..%2Fetc%2Fpasswd',
  '%2Fetc%2Fpasswd',
  '..%5Csecret.txt',
  '%252e%252e%252fsecret.txt',
  '.hidden',
  '..',
  'unknown.png',
  '%F0%9F%98%80',
  'a'.repeat(1_000),
])('there is no file %s, and deleting it deletes nothing', async (id) => {
  await writeFile(join(shop.root, 'secret.txt'), 'secret')
  const { files } = await shop.upload({ 'a.png': 'a' })
  expect(await shop.send('GET', `/admin/uploads/${id}`)).toMatchObject({ status: 404, type: 'not_found' })
  expect((await shop.app.inject(`/static/${id}`)).statusCode).toBe(404)
  const { status } = await shop.send('DELETE', `/admin/uploads/${id}`)
  expect([200, 404]).toContain(status)
  expect(await readFile(join(shop.root, 'secret.txt'), 'utf8')).toBe('secret')
  expect(await shop.kept()).toEqual([files[0].id])
})

test('a null character in an id is refused', async () => {
  expect(await shop.send('GET', '/admin/uploads/a%00.png')).toMatchObject({ status: 400 })
})

test.each([
  ['an empty form', new FormData(), 'No files were uploaded'],
  ['a form without files', form({ note: 'hello' }), 'No files were uploaded'],
  ['a file in another field', form({ avatar: new Blob(['a']) }), 'avatar'],
])('%s is refused', async (_what, body, message) => {
  const answer = await shop.sendForm(body)
  expect(answer).toMatchObject({ status: 400, message: expect.stringContaining(message) })
  expect(await shop.kept()).toEqual([])
})

test('more files than a request may bring are refused', async () => {
  const names = Array.from({ length: 51 }, (_, at) => [`${at}.png`, 'a'] as const)
  const answer = await shop.upload(Object.fromEntries(names))
  expect(answer).toMatchObject({ status: 400, message: expect.stringContaining('50') })
  expect(await shop.kept()).toEqual([])
})

test.each([
  ['cut off', 'multipart/form-data; boundary=b', part('a.png')],
  ['without a boundary', 'multipart/form-data', part('a.png')],
  ['with another boundary', 'multipart/form-data; boundary=c', part('a.png')],
  ['without anything', 'multipart/form-data; boundary=b', ''],
])('a form %s is a 400 that leaves nothing behind', async (_what, type, payload) => {
  const answer = await shop.app.inject({
    method: 'POST',
    url: '/admin/uploads',
    headers: { ...USER, 'content-type': type },
    payload,
  })
  expect(answer.json()).toMatchObject({ type: 'invalid_data' })
  expect(answer.statusCode).toBe(400)
  expect(await shop.kept()).toEqual([])
})

test('uploads are forms, and nothing else is', async () => {
  expect(await shop.send('POST', '/admin/uploads', { files: [] })).toMatchObject({
    status: 400,
    message: expect.stringContaining('multipart/form-data'),
  })
  const answer = await shop.app.inject({
    method: 'POST',
    url: '/admin/uploads/presigned-urls',
    headers: { ...USER, 'content-type': 'multipart/form-data; boundary=b' },
    payload: part('a.png'),
  })
  expect(answer.statusCode).toBe(415)
})

test('a stranger uploads, sees and deletes nothing', async () => {
  const { files } = await shop.upload({ 'a.png': 'a' })
  for (const [method, path] of [
    ['POST', ''],
    ['GET', `/${files[0].id}`],
    ['DELETE', `/${files[0].id}`],
    ['POST', '/presigned-urls'],
  ] as const) {
    expect(await shop.send(method, `/admin/uploads${path}`, undefined, {})).toMatchObject({ status: 401 })
  }
  expect(await shop.kept()).toEqual([files[0].id])
})

test('who wants a presigned URL is told to upload to the host', async () => {
  const asked = { originalname: 'Products.csv', mime_type: 'text/csv', size: 1_000 }
  expect(await shop.send('POST', '/admin/uploads/presigned-urls', asked)).toEqual({
    status: 200,
    url: '/admin/uploads',
    filename: expect.stringMatching(/-products\.csv$/),
    extension: 'csv',
    ...asked,
  })
})

test.each([
  [{ originalname: 'a.csv', mime_type: 'text/csv' }, 400, 'size'],
  [{ originalname: '', mime_type: 'text/csv', size: 1 }, 400, 'originalname'],
  [{ originalname: 'a.csv', mime_type: 'text/csv', size: -1 }, 400, 'size'],
  [{ originalname: 'a.csv', mime_type: 'text/csv', size: 1, access: 'secret' }, 400, 'access'],
  [{ originalname: 'a.csv', mime_type: 'text/csv', size: 1, access: 'private' }, 400, 'public'],
  [{ originalname: 'a.exe', mime_type: 'text/csv', size: 1 }, 400, 'not allowed'],
  [{ originalname: 'a.csv', mime_type: 'text/csv', size: 100_001 }, 413, '100000 bytes'],
])('%j gets no presigned URL', async (body, status, message) => {
  const answer = await shop.send('POST', '/admin/uploads/presigned-urls', body)
  expect(answer).toMatchObject({ status, message: expect.stringContaining(message) })
})

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

/** The beginning of a form with the boundary `b`. */
function part(filename: string): string {
  return `--b\r\nContent-Disposition: form-data; name="files"; filename="${filename}"\r\n\r\nhalf a picture`
}
