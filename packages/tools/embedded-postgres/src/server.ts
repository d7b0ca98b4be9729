import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import { isAlive, readPostmaster } from './postmaster.ts'

export type Settings = Record<string, string | number | boolean>

/** A server we started; `logStart` is where its words begin in the log. */
export type Launched = { child: ChildProcess; logStart: number }

const development: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 200,
  log_checkpoints: false,
  lc_messages: 'C',
}

const largestLog = 10_000_000

/** Starts `postgres` in a process group of its own: a terminal's Ctrl-C is for the host, which then stops its database. */
export function launch(binaries: Binaries, place: Place, port: number, settings: Settings): Launched {
  const chosen = Object.entries({ ...development, ...settings, port })
  const args = ['-D', place.data, ...chosen.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const { uid, gid } = place.user ?? {}
  const log = openSync(place.log, 'a', 0o600)
  try {
    if (fstatSync(log).size > largestLog) ftruncateSync(log)
    const logStart = fstatSync(log).size
    const child = spawn(binaries.postgres, args, {
      uid,
      gid,
      cwd: place.directory,
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.unref()
    // A failed spawn shows as a child without a pid.
    child.on('error', () => undefined)
    return { child, logStart }
  } finally {
    closeSync(log)
  }
}

/** Waits until the launched server takes connections; false if it ended instead. */
export async function isReady({ child }: Launched, place: Place): Promise<boolean> {
  while (runs(child)) {
    const postmaster = await readPostmaster(place.data)
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready') return true
    await sleep(20)
  }
  return false
}

/** Asks a server we started to stop, unless it has ended: its number may be another process's by then. */
export function requestStop({ child }: Launched, binaries: Binaries, place: Place): void {
  if (child.pid && runs(child)) requestStopOf(child.pid, binaries, place)
}

/** Asks a server to end all connections and stop (PostgreSQL's "fast" shutdown). Synchronous, for exit handlers. */
export function requestStopOf(pid: number, binaries: Binaries, place: Place): void {
  if (process.platform === 'win32') {
    spawnSync(binaries.pgCtl, ['stop', '-D', place.data, '-m', 'fast', '-W'])
    return
  }
  try {
    process.kill(pid, 'SIGINT')
  } catch {
    // It is gone already.
  }
}

/** Waits until a server we started has ended. */
export async function hasEnded({ child }: Launched): Promise<void> {
  if (!runs(child)) return
  child.ref()
  await once(child, 'exit')
}

/** Waits until a server that somebody else started has left the data. */
export async function hasLeft(pid: number, place: Place): Promise<void> {
  while ((await readPostmaster(place.data))?.pid === pid && isAlive(pid)) await sleep(20)
}

export async function lastWords(place: Place, from = 0): Promise<string> {
  const log = await readFile(place.log).catch(() => Buffer.alloc(0))
  return log.subarray(from).toString().trim().split('\n').slice(-8).join('\n')
}

function runs(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}
