import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'

/** What `postmaster.pid` says of the server that runs, or ran, on the data. */
export type Postmaster = { pid: number; port: number; status: string }

export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  // Its lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() }
}

/**
 * Whether the process is there and is a PostgreSQL on this data. After a crash or in a new container the number in
 * `postmaster.pid` may belong to something else by now.
 */
export function isPostmaster(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false
  const command = commandLine(pid)
  return command === undefined || (/postgres/i.test(command) && command.includes(data))
}

/**
 * PostgreSQL refuses to start while any living process has the number in `postmaster.pid`. Where the process is dead
 * it clears the file itself, without a race.
 */
export async function forgetPostmaster(data: string, pid: number): Promise<void> {
  if (!isAlive(pid) || (await readPostmaster(data))?.pid !== pid) return
  await rm(path.join(data, 'postmaster.pid'), { force: true })
}

/** Whether any process has the number, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32') return undefined
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
