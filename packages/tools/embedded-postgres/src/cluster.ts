import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError } from './error.ts'
import { type Place, passwordFile } from './place.ts'

export const superuser = 'postgres'

/** Runs `initdb` unless the place holds data already. Safe to call from several processes at once. */
export async function initialise(binaries: Binaries, place: Place): Promise<void> {
  if (await exists(path.join(place.data, 'PG_VERSION'))) return
  // Made beside its final place and renamed: data is either complete or not there, also after a crash.
  const unfinished = `${place.data}.init-${process.pid}`
  const password = `${unfinished}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(password, randomBytes(18).toString('base64url'), { mode: 0o600 })
  try {
    if (place.user) {
      for (const file of [unfinished, password]) await chown(file, place.user.uid, place.user.gid)
    }
    await initdb(binaries, place, unfinished, password)
    await rename(password, path.join(unfinished, passwordFile))
    await rename(unfinished, place.data)
  } catch (error) {
    if (!(await exists(path.join(place.data, 'PG_VERSION')))) throw error
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    await rm(password, { force: true })
  }
}

function initdb(binaries: Binaries, place: Place, data: string, password: string): Promise<void> {
  const args = [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    '--auth=scram-sha-256',
    `--pwfile=${password}`,
    // The password is random, so stretching it only makes every connection slower.
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    '--locale=C',
    // The same order of text on every platform, without its C library or ICU.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
    '--no-instructions',
  ]
  return new Promise((resolve, reject) => {
    const { uid, gid } = place.user ?? {}
    const child = spawn(binaries.initdb, args, {
      uid,
      gid,
      cwd: place.directory,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaints = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaints += text
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new EmbeddedPostgresError(`PostgreSQL could not initialise ${data}: ${complaints.trim()}`))
    })
  })
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
