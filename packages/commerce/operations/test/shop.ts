import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileOptions, FileProviders, fileModule } from '@stoa/file'
import { LocalFiles } from '@stoa/file-local'
import { type Asker, Authenticator, createServer, type StoaServer, type Wants } from '@stoa/http'
import { provide, startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import type { FastifyRequest } from 'fastify'
import { operations } from '../src/index.ts'

export const USER = { authorization: 'Bearer user' }
const BACKEND_URL = 'https://api.shop.example'

/** Knows one user. */
class OneUser extends Authenticator {
  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    return credentials.bearer === 'user' ? { actor: { type: 'user', id: 'user_1' } } : {}
  }
}

/** A host with uploads of at most 100,000 bytes, and the directory they lie in. */
export async function openShop() {
  const database = await createTestDatabase()
  const root = await mkdtemp(join(tmpdir(), 'stoa-uploads-'))
  const directory = join(root, 'uploads')
  const modules = await startModules([fileModule], {
    database: database.url,
    providers: [
      provide(Authenticator, () => new OneUser()),
      provide(
        FileProviders,
        () => new FileProviders([new LocalFiles({ directory, backend_url: BACKEND_URL })]),
      ),
      provide(FileOptions, () => new FileOptions({ max_size: 100_000 })),
    ],
  })
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(operations as never)
  const close = async () => {
    await app.close()
    await modules.close()
    await database.drop()
    await rm(root, { recursive: true })
  }
  return { app, root, directory, kept: () => namesIn(directory), ...clientOf(app), close }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function clientOf(app: StoaServer) {
  const send = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    headers: object = USER,
  ) => {
    const payload = body === undefined ? {} : { payload: body }
    const answer = await app.inject({ method, url, headers: { ...headers }, ...payload })
    return { status: answer.statusCode, ...answer.json() }
  }
  /** Uploads files by their names, in the order in which they are given. */
  const upload = async (files: Record<string, string | Blob>, query = '') => {
    const form = new FormData()
    for (const [name, contents] of Object.entries(files)) {
      form.append('files', contents instanceof Blob ? contents : new Blob([contents]), name)
    }
    return sendForm(form, query)
  }
  const sendForm = async (form: FormData, query = '') => {
    const body = new Response(form)
    const answer = await app.inject({
      method: 'POST',
      url: `/admin/uploads${query}`,
      headers: { ...USER, 'content-type': body.headers.get('content-type') as string },
      payload: Buffer.from(await body.arrayBuffer()),
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  return { send, upload, sendForm }
}
