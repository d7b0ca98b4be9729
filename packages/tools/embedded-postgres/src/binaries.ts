import { spawnSync } from 'node:child_process'
import { access, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError } from './error.ts'
import type { Place } from './place.ts'
import { binariesPackage, currentPlatform } from './platform.ts'

export type Binaries = { directory: string; initdb: string; postgres: string; pgCtl: string }

/** Finds PostgreSQL's binaries, copying them where the place's user can run them when it cannot run them where they are. */
export async function findBinaries(place: Place): Promise<Binaries> {
  const installed = await installedPackage()
  await restoreLinks(installed.directory).catch(() => undefined)
  const here = binariesIn(installed.directory)
  if (runs(here, place)) return here
  if (!place.user) {
    throw new EmbeddedPostgresError(
      `PostgreSQL's binaries in ${installed.directory} do not run on this machine: ${whyNot(here, place)}. ` +
        'Reinstall the dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  const copy = path.join(path.dirname(place.directory), installed.label)
  await copyOnce(installed.directory, copy)
  const copied = binariesIn(copy)
  if (runs(copied, place)) return copied
  throw new EmbeddedPostgresError(
    `The user "${place.user.name}" cannot run PostgreSQL from ${copy}: ${whyNot(copied, place)}. ` +
      'Run as a user other than root, or set DATABASE_URL to a PostgreSQL of your own.',
  )
}

async function installedPackage(): Promise<{ directory: string; label: string }> {
  const name = binariesPackage(currentPlatform())
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new EmbeddedPostgresError(
      `The package ${name} with PostgreSQL's binaries is not installed. Install with optional dependencies, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  const directory = path.resolve(path.dirname(entry), '..')
  const { version } = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'))
  return { directory, label: `${name.slice(name.indexOf('/') + 1)}-${version}` }
}

function binariesIn(directory: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binary = (name: string) => path.join(directory, 'native', 'bin', name + suffix)
  return { directory, initdb: binary('initdb'), postgres: binary('postgres'), pgCtl: binary('pg_ctl') }
}

/** npm tarballs hold no symbolic links; the package lists its shared libraries' ones for a postinstall script that may not have run. */
async function restoreLinks(directory: string): Promise<void> {
  const list = await readFile(path.join(directory, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: { source: string; target: string }[] = JSON.parse(list)
  for (const { source, target } of links) {
    const link = path.join(directory, target)
    const missing = await lstat(link).then(
      () => false,
      () => true,
    )
    if (missing) await symlink(path.relative(path.dirname(target), source), link)
  }
}

async function copyOnce(from: string, to: string): Promise<void> {
  if (
    await access(to).then(
      () => true,
      () => false,
    )
  )
    return
  const unfinished = `${to}.${process.pid}`
  await mkdir(unfinished, { recursive: true })
  for (const part of ['native', 'package.json']) {
    await cp(path.join(from, part), path.join(unfinished, part), { recursive: true, verbatimSymlinks: true })
  }
  await restoreLinks(unfinished)
  await openToAll(unfinished)
  // Another process may have finished its copy meanwhile; either copy will do.
  await rename(unfinished, to).catch(() => rm(unfinished, { recursive: true, force: true }))
}

/** A checkout made under a strict umask is copied with its modes, so the copy is opened explicitly. */
async function openToAll(directory: string): Promise<void> {
  spawnSync('chmod', ['-R', 'a+rX', directory])
}

function runs(binaries: Binaries, place: Place): boolean {
  return tryVersion(binaries.postgres, place).status === 0 && tryVersion(binaries.initdb, place).status === 0
}

function whyNot(binaries: Binaries, place: Place): string {
  const tried = tryVersion(binaries.postgres, place)
  return tried.error?.message ?? tried.stderr.trim()
}

function tryVersion(binary: string, place: Place) {
  const { uid, gid } = place.user ?? {}
  return spawnSync(binary, ['--version'], { uid, gid, cwd: '/', encoding: 'utf8' })
}
