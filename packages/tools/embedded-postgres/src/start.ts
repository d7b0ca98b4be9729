import { setTimeout as sleep } from 'node:timers/promises'
import { type Binaries, findBinaries } from './binaries.ts'
import { initialise } from './cluster.ts'
import { answers, createDatabase, urlOf } from './connection.ts'
import { EmbeddedPostgresError } from './error.ts'
import { readNote, writeNote } from './note.ts'
import { onExit } from './on-exit.ts'
import { findPlace, type Place } from './place.ts'
import { freePort } from './port.ts'
import { forgetPostmaster, isPostmaster, readPostmaster } from './postmaster.ts'
import {
  hasEnded,
  hasLeft,
  isReady,
  type Launched,
  lastWords,
  launch,
  requestStop,
  requestStopOf,
  type Settings,
} from './server.ts'

export type EmbeddedPostgresOptions = {
  /** The folder of the project whose database this is; the rest is kept in its `.stoa`. */
  projectRoot: string
  /** Names the data within the project, so that a project can have several. Default `postgres`. */
  dataName?: string
  /** PostgreSQL settings on top of ours, for example `{ fsync: false }` for data that may be lost. */
  settings?: Record<string, string | number | boolean>
}

/** A running PostgreSQL. */
export type EmbeddedPostgres = {
  /** `postgres://` URL of the database `stoa`, as superuser. */
  url: string
  /** True if the server was running already. */
  adopted: boolean
  /** Process id of the server. */
  pid: number
  /** Absolute path of the data: in `<projectRoot>/.stoa`, or under `/var/lib/stoa` as root. */
  dataDirectory: string
  /** Absolute path of the server's log. */
  logFile: string
  /** Ends all connections and stops the server; leaves an adopted one running. May be called more than once. */
  stop(): Promise<void>
  /** Leaves the server running when this process exits; whoever is the last to need it calls `stopEmbeddedPostgres`. */
  disown(): void
}

/** Enough for the recovery of a large database after a crash. */
const patience = 120_000

/**
 * Starts PostgreSQL 18 on the project's data, which is initialised first if need be, or adopts the server that
 * already runs on it. It listens on a free port of 127.0.0.1 and has a database `stoa`. The process that started the
 * server stops it: by `stop()`, or when it exits.
 *
 * As root, which PostgreSQL refuses to be, the server runs as the user `stoa-postgres` (created if missing) with its
 * files under `/var/lib/stoa/<hash of the project's path>`.
 *
 * @throws EmbeddedPostgresError if the platform has no binaries, or PostgreSQL cannot run; it says what to do.
 * @example
 * const { url, stop } = await startEmbeddedPostgres({ projectRoot: process.cwd() })
 */
export async function startEmbeddedPostgres({
  projectRoot,
  dataName = 'postgres',
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await findPlace(projectRoot, dataName)
  const deadline = Date.now() + patience
  let binaries: Binaries | undefined
  while (Date.now() < deadline) {
    const running = await findRunning(place)
    if (running === 'busy') {
      await sleep(50)
      continue
    }
    if (running) {
      await createDatabase(place, running.port)
      return handle(place, running, true)
    }
    binaries ??= await findBinaries(place)
    await initialise(binaries, place)
    const started = await start(binaries, place, settings)
    if (started) return started
    await sleep(100)
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL did not start on ${place.data} within ${patience / 1000} s:\n${await lastWords(place)}`,
  )
}

/**
 * Stops the server on the project's data whoever started it, and waits until it has ended. Does nothing if none runs.
 */
export async function stopEmbeddedPostgres({
  projectRoot,
  dataName = 'postgres',
}: Pick<EmbeddedPostgresOptions, 'projectRoot' | 'dataName'>): Promise<void> {
  const place = await findPlace(projectRoot, dataName)
  const postmaster = await readPostmaster(place.data)
  if (!postmaster || !isPostmaster(postmaster.pid, place.data)) return
  requestStopOf(postmaster.pid, await findBinaries(place), place)
  await hasLeft(postmaster.pid, place)
}

type Running = { pid: number; port: number }

/** The server on the data, `busy` while it is starting or stopping, or nothing. */
async function findRunning(place: Place): Promise<Running | 'busy' | undefined> {
  const postmaster = await readPostmaster(place.data)
  if (!postmaster) return undefined
  if (postmaster.status === 'ready' && (await answers(place, postmaster.port))) return postmaster
  if (isPostmaster(postmaster.pid, place.data)) return 'busy'
  await forgetPostmaster(place.data, postmaster.pid)
  return undefined
}

async function start(
  binaries: Binaries,
  place: Place,
  settings: Settings,
): Promise<EmbeddedPostgres | undefined> {
  const port = await freePort((await readNote(place)).port)
  const launched = launch(binaries, place, port, settings)
  const callOff = onExit(() => requestStop(launched, binaries, place))
  const stop = async () => {
    requestStop(launched, binaries, place)
    await hasEnded(launched)
    callOff()
  }
  const pid = launched.child.pid
  if (!pid || !(await isReady(launched, place))) {
    callOff()
    return retryOrThrow(place, launched)
  }
  try {
    await writeNote(place, { data: place.data, log: place.log, binaries: binaries.directory, port, pid })
    await createDatabase(place, port)
    return await handle(place, { pid, port }, false, stop, callOff)
  } catch (error) {
    await stop()
    throw error
  }
}

/** Another process was faster to the data or the port, or what a killed server left is still ending: those pass. */
async function retryOrThrow(place: Place, { logStart }: Launched): Promise<undefined> {
  const words = await lastWords(place, logStart)
  if (/lock file|shared memory block|could not bind|Address already in use/i.test(words)) return undefined
  throw new EmbeddedPostgresError(
    `PostgreSQL ended while starting on ${place.data}. Its log (${place.log}) says:\n${words}`,
  )
}

async function handle(
  place: Place,
  { pid, port }: Running,
  adopted: boolean,
  stopOnce = async () => {},
  disown = () => {},
): Promise<EmbeddedPostgres> {
  let stopping: Promise<void> | undefined
  return {
    url: await urlOf(place, port),
    adopted,
    pid,
    dataDirectory: place.data,
    logFile: place.log,
    stop: () => {
      stopping ??= stopOnce()
      return stopping
    },
    disown,
  }
}
