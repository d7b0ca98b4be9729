import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

const main = new URL('../src/main.ts', import.meta.url).pathname

let database: TestDatabase
let project: string
let running: ChildProcess[] = []

beforeEach(async () => {
  database = await createTestDatabase()
  project = await mkdtemp(join(tmpdir(), 'stoa-server-'))
})

afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  running = []
  await database.drop()
  await rm(project, { recursive: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** Starts the host; `text` is what it has printed so far. */
function start(variables: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, ['--conditions=@stoa/source', main], {
    cwd: project,
    env: { PATH, HOME, DATABASE_URL: database.url, ...variables },
  })
  running.push(child)
  const printed = { text: '' }
  const ended = once(child, 'close').then(([code]) => code as number)
  const greeted = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed.text += chunk
        if (/^ +curl .*\n/m.test(printed.text)) resolve()
      })
    }
  })
  const ready = Promise.race([
    greeted,
    ended.then((code) => {
      throw new Error(`It ended with ${code}:\n${printed.text}`)
    }),
  ])
  ready.catch(() => undefined)
  return { child, printed, ready, ended }
}

test('it greets with a call that works and an admin who can sign in, and one Ctrl-C ends it', async () => {
  const port = await freePort()
  const host = start({ PORT: String(port), STOA_DEMO: '1' })
  await host.ready
  const [, key = '', url = ''] =
    /curl -H 'x-publishable-api-key: (\S+)' '(\S+)'/.exec(host.printed.text) ?? []
  const answer = await fetch(url, { headers: { 'x-publishable-api-key': key } })
  const { products } = (await answer.json()) as any
  expect(products).toHaveLength(3)
  expect(products[0].variants[0].calculated_price.calculated_amount).toBeGreaterThan(0)

  const [, email] = /Admin e-mail +(\S+)/.exec(host.printed.text) ?? []
  const [, password] = /Admin password +(\S+)/.exec(host.printed.text) ?? []
  const signIn = await fetch(`http://localhost:${port}/auth/user/emailpass`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  expect(signIn.status).toBe(200)

  host.child.kill('SIGINT')
  expect(await host.ended).toBe(0)

  const second = start({ PORT: String(port), STOA_DEMO: '1' })
  await second.ready
  expect(second.printed.text).not.toContain(password)
  expect(second.printed.text).toContain(join(project, '.stoa', 'secrets.json'))
  second.child.kill('SIGTERM')
  expect(await second.ended).toBe(0)
})

test('in production it does not start without secrets, and says which', async () => {
  const host = start({ NODE_ENV: 'production' })
  expect(await host.ended).toBe(1)
  expect(host.printed.text).toContain('JWT_SECRET is missing')
  expect(host.printed.text).toContain('COOKIE_SECRET is missing')
  expect(host.printed.text).not.toContain('    at ')
})

test('a port that is taken is named', async () => {
  const taken = createServer().listen(0, 'localhost')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const host = start({ PORT: String(port) })
  expect(await host.ended).toBe(1)
  expect(host.printed.text).toContain(`Port ${port} is in use`)
  taken.close()
})
