import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { installTarballs, packAll, run } from '@stoa/package-check'
import { createTestDatabase } from '@stoa/testing'
import { expect, test } from 'vitest'

const example = path.resolve(import.meta.dirname, '..')
const root = path.resolve(example, '../..')

test('a script with npm packages and a table product of its own takes the module in, and runs twice', async () => {
  await using scratch = await scratchFolder()
  const database = await createTestDatabase()
  await run('turbo', ['run', 'build', '--filter=@stoa/product...', '--output-logs=errors-only'], root)
  const packed = await packAll(root, scratch.path, ['@stoa/product'])
  const project = path.join(scratch.path, 'project')
  await installTarballs(project, packed, { pg: '^8.0.0' })
  await copyFile(path.join(example, 'shop.js'), path.join(project, 'shop.js'))

  const output = [
    'stoa_product.product: Mug (MUG-L, MUG-S)',
    'public.product: 1 Anvil, from the old catalogue',
    '',
  ].join('\n')
  const env = { DATABASE_URL: database.url }
  expect(packed.map(({ name }) => name)).toEqual(['@stoa/kernel', '@stoa/query', '@stoa/product'])
  expect(await run(process.execPath, ['shop.js'], project, env)).toBe(output)
  expect(await run(process.execPath, ['shop.js'], project, env)).toBe(output)
}, 180_000)

async function scratchFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'stoa-single-module-'))
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
