import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { stopEmbeddedPostgres } from '../src/index.ts'

export async function makeProject(): Promise<{
  root: string
  remove(dataDirectory?: string): Promise<void>
}> {
  const root = await mkdtemp(path.join(tmpdir(), 'stoa-embedded-'))
  const remove = async (dataDirectory?: string) => {
    await stopEmbeddedPostgres({ projectRoot: root })
    await rm(root, { recursive: true, force: true })
    if (dataDirectory) await rm(path.dirname(dataDirectory), { recursive: true, force: true })
  }
  return { root, remove }
}

export type Host = { process: ChildProcess; url: string; adopted: boolean; pid: number }

/** A host in a process of its own. */
export async function startHost(root: string): Promise<Host> {
  const child = fork(new URL('./host.ts', import.meta.url), [root], { execArgv: [] })
  const [told] = await once(child, 'message')
  return { process: child, ...told }
}

export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

export async function refusesConnections(url: string): Promise<boolean> {
  return query(url, 'select 1').then(
    () => false,
    () => true,
  )
}
