import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ScheduledJob, Subscriber } from '@stoa/events'
import { loadFileRoutes, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import type { Plugin } from './plugin.ts'

interface File {
  default?: unknown
  config?: Record<string, unknown>
}

/**
 * What lies in a project's `src`: routes in `api`, each in its `route.ts`; `subscribers/*.ts` with a handler as default and
 * `export const config = { event, name? }`; `jobs/*.ts` with a handler and `export const config = { name?, schedule }`, a cron
 * expression. A name that is left out is the file's. Folders that are not there are fine.
 *
 * @throws StoaError `invalid_data` for a file without these exports
 */
export async function loadProject(project: string): Promise<Plugin> {
  const [subscribers, jobs] = await Promise.all([
    load(join(project, 'src', 'subscribers'), toSubscriber),
    load(join(project, 'src', 'jobs'), toJob),
  ])
  return { areas: [(app) => addRoutes(app, join(project, 'src', 'api'))], subscribers, jobs }
}

async function addRoutes(app: StoaServer, directory: string): Promise<void> {
  if (await filesIn(directory)) await loadFileRoutes(app, directory)
}

async function load<Part>(directory: string, toPart: (path: string, file: File) => Part): Promise<Part[]> {
  const names = (await filesIn(directory)) ?? []
  const sources = names.filter((name) => /(?<!\.(d|test))\.m?[jt]s$/.test(name)).sort()
  return Promise.all(
    sources.map(async (name) => {
      const path = join(directory, name)
      return toPart(path, await import(pathToFileURL(path).href))
    }),
  )
}

/** Undefined where there is no such folder. */
async function filesIn(directory: string): Promise<string[] | undefined> {
  try {
    return await readdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function toSubscriber(path: string, { default: handler, config = {} }: File): Subscriber {
  if (typeof handler !== 'function' || config.event === undefined) {
    throw incomplete(path, 'a handler as default, and config = { event: … }')
  }
  return { name: nameOf(path), ...config, handler } as Subscriber
}

function toJob(path: string, { default: handler, config = {} }: File): ScheduledJob {
  const { schedule, ...rest } = config
  if (typeof handler !== 'function' || typeof schedule !== 'string') {
    throw incomplete(path, "a handler as default, and config = { schedule: '0 4 * * *' }")
  }
  return { name: nameOf(path), ...rest, cron: schedule, handler } as ScheduledJob
}

const nameOf = (path: string) => basename(path, extname(path))

const incomplete = (path: string, what: string) =>
  new StoaError('invalid_data', `${path} is incomplete. Export ${what}.`)
