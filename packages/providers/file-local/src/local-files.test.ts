import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LocalFiles } from './local-files.ts'

let root: string
let directory: string
let files: LocalFiles

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'stoa-files-'))
  directory = join(root, 'uploads')
  files = new LocalFiles({ directory, backend_url: 'https://api.shop.example/' })
})

afterEach(() => rm(root, { recursive: true }))

const upload = (key: string, contents: AsyncIterable<Uint8Array>) =>
  files.upload({ key, mime_type: 'text/plain', access: 'public' }, contents)

async function* chunks(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text)
}

test('a file lies in the directory, and is served by the host', async () => {
  await upload('1-a.txt', chunks('hel', 'lo'))
  expect(await readFile(join(directory, '1-a.txt'), 'utf8')).toBe('hello')
  expect(await files.getUrl('1-a.txt')).toBe('https://api.shop.example/static/1-a.txt')
  expect(await files.has('1-a.txt')).toBe(true)
  expect((await buffer(await files.download('1-a.txt'))).toString()).toBe('hello')
  await files.delete('1-a.txt')
  await files.delete('1-a.txt')
  expect(await files.has('1-a.txt')).toBe(false)
})

test('an empty file is a file', async () => {
  await upload('1-empty.txt', chunks())
  expect(await readFile(join(directory, '1-empty.txt'), 'utf8')).toBe('')
})

test.each([0, 1, 3])('of an upload that fails after %i chunks nothing stays', async (whole) => {
  const failure = new Error('the line is dead')
  async function* broken() {
    for (let chunk = 0; chunk < whole; chunk++) yield Buffer.alloc(100_000)
    throw failure
  }
  await expect(upload('1-a.txt', broken())).rejects.toBe(failure)
  expect(await readdir(directory)).toEqual([])
})

test('where nothing can be written the upload fails', async () => {
  await writeFile(directory, 'in the way')
  await expect(upload('1-a.txt', chunks('hello'))).rejects.toThrow()
})

test.each([
  '../secret.txt',
  '..',
  '.',
  '',
  '/etc/passwd',
  'folder/file.txt',
  'folder\\file.txt',
  '..\\secret.txt',
  '.hidden',
  'a\0.txt',
  'a b.txt',
  'ü.txt',
  '%2e%2e',
  'a'.repeat(5_000),
])('%j is no key', async (key) => {
  await mkdir(join(directory, 'folder'), { recursive: true })
  await writeFile(join(root, 'secret.txt'), 'secret')
  await writeFile(join(directory, 'folder', 'file.txt'), 'private')
  await writeFile(join(directory, '.hidden'), 'hidden')
  expect(await files.has(key)).toBe(false)
  await files.delete(key)
  await expect(upload(key, chunks('x'))).rejects.toMatchObject({ type: 'invalid_data' })
  expect(await readFile(join(root, 'secret.txt'), 'utf8')).toBe('secret')
  expect((await readdir(directory)).sort()).toEqual(['.hidden', 'folder'])
  expect(await readFile(join(directory, 'folder', 'file.txt'), 'utf8')).toBe('private')
})

test('clients upload to the host, and nothing is private', async () => {
  const file = { key: '1-a.txt', mime_type: 'text/plain' }
  expect(await files.getUploadUrl({ ...file, access: 'public' })).toEqual({
    url: '/admin/uploads',
    key: '1-a.txt',
  })
  const asPrivate = { ...file, access: 'private' as const }
  await expect(files.getUploadUrl(asPrivate)).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(files.upload(asPrivate, chunks('x'))).rejects.toMatchObject({ type: 'not_allowed' })
})
