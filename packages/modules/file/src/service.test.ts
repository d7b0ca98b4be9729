import { buffer } from 'node:stream/consumers'
import { Container, provide } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { FileOptions } from './file-options.ts'
import { FileProviderStrategy, type FileToKeep } from './file-provider-strategy.ts'
import { FileProviders } from './file-providers.ts'
import { FileService, type NewFile } from './service.ts'

/** Keeps files in a map. */
class FilesInMemory extends FileProviderStrategy {
  readonly id = 'memory'
  readonly kept = new Map<string, Buffer>()

  async upload({ key }: FileToKeep, contents: AsyncIterable<Uint8Array>) {
    this.kept.set(key, await buffer(contents))
  }

  async has(key: string) {
    return this.kept.has(key)
  }

  async getUrl(key: string) {
    return `memory:${key}`
  }

  async download(key: string) {
    return once(this.kept.get(key) as Buffer)
  }

  async delete(key: string) {
    this.kept.delete(key)
  }

  async getUploadUrl({ key }: FileToKeep) {
    return { url: `https://files.example/${key}`, key }
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes
}

function shop(options: ConstructorParameters<typeof FileOptions>[0] = {}) {
  const container = new Container()
  const provider = new FilesInMemory()
  container.register(provide(FileProviders, () => new FileProviders([provider])))
  container.register(provide(FileOptions, () => new FileOptions(options)))
  return { files: new FileService(container), kept: provider.kept }
}

const create = (files: FileService, file: NewFile, text = 'text') =>
  files.createFile(file, once(Buffer.from(text)))

test('a file is kept, read and forgotten', async () => {
  const { files } = shop()
  const { id, url } = await create(files, { filename: 'Notes.TXT' }, 'hello')
  expect(id).toMatch(/-notes\.txt$/)
  expect(await files.retrieveFile(id)).toEqual({ id, url })
  expect((await buffer(await files.downloadFile(id))).toString()).toBe('hello')
  await files.deleteFiles([id, 'unknown'])
  await expect(files.retrieveFile(id)).rejects.toMatchObject({ type: 'not_found' })
  await expect(files.downloadFile(id)).rejects.toMatchObject({ type: 'not_found' })
})

test.each([
  [{ filename: 'setup.exe', mime_type: 'image/png' }],
  [{ filename: 'setup.sh', mime_type: 'text/plain' }],
  [{ filename: 'thing', mime_type: 'application/octet-stream' }],
  [{ filename: 'thing', mime_type: 'no type' }],
  [{ filename: 'thing' }],
])('%j is not allowed', async (file) => {
  const { files, kept } = shop()
  await expect(create(files, file)).rejects.toMatchObject({
    type: 'invalid_data',
    code: 'file_type_not_allowed',
  })
  expect(kept.size).toBe(0)
})

test('the ending tells the type, and a file without one is given that of its type', async () => {
  const { files } = shop({ allowed_types: ['image/*', 'application/vnd.oasis.*'] })
  expect((await create(files, { filename: 'a.png', mime_type: 'text/html' })).id).toMatch(/-a\.png$/)
  expect((await create(files, { filename: 'blob', mime_type: 'image/webp; q=1' })).id).toMatch(/-blob\.webp$/)
  await create(files, { filename: 'list.ods' })
  await expect(create(files, { filename: 'a.html', mime_type: 'image/png' })).rejects.toThrow('text/html')
  await expect(create(files, { filename: 'a.pngx', mime_type: 'x-image/png' })).rejects.toThrow('x-image/png')
})

test('a file may be as large as the limit, and not a byte larger', async () => {
  const { files, kept } = shop({ max_size: 4 })
  await create(files, { filename: 'a.txt' }, 'four')
  await expect(create(files, { filename: 'a.txt' }, 'fives')).rejects.toMatchObject({
    code: 'file_too_large',
    message: expect.stringContaining('4 bytes'),
  })
  expect(kept.size).toBe(1)
  await create(files, { filename: 'export.csv', max_size: 6 }, 'longer')
  await expect(create(files, { filename: 'export.csv', max_size: 6 }, 'longest')).rejects.toThrow('6 bytes')
  expect(kept.size).toBe(2)
})

test('an upload that a client does itself has the same limits', async () => {
  const { files } = shop({ max_size: 10 })
  const answer = await files.createUploadUrl({ filename: 'a.csv', mime_type: 'text/csv', size: 10 })
  expect(answer).toMatchObject({ url: `https://files.example/${answer.filename}`, extension: 'csv' })
  await expect(files.createUploadUrl({ filename: 'a.csv', size: 11 })).rejects.toMatchObject({
    code: 'file_too_large',
  })
  await expect(files.createUploadUrl({ filename: 'a.exe', size: 1 })).rejects.toMatchObject({
    code: 'file_type_not_allowed',
  })
})

test('without a provider it says what to add', async () => {
  const container = new Container()
  container.register(provide(FileProviders, () => new FileProviders([])))
  container.register(provide(FileOptions, () => new FileOptions()))
  await expect(create(new FileService(container), { filename: 'a.txt' })).rejects.toThrow('@stoa/file-local')
})
