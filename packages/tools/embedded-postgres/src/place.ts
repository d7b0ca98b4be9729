import { createHash } from 'node:crypto'
import { chmod, mkdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { postgresUser, type SystemUser } from './root-user.ts'

/** Where one embedded PostgreSQL keeps its files, and as whom it runs. */
export type Place = {
  /** Absolute path of the folder that holds everything below. */
  directory: string
  data: string
  log: string
  /** Holds the superuser's password, inside the data, so that neither is ever there without the other. */
  password: string
  /** In the project's `.stoa`: says where the rest is, which port and process. */
  note: string
  /** The user PostgreSQL runs as; absent when that is the user we are. */
  user?: SystemUser
}

export const passwordFile = 'stoa.password'

const systemDirectory = '/var/lib/stoa'

/** Decides on the place for a project and makes its folders. */
export async function findPlace(projectRoot: string, dataName: string): Promise<Place> {
  const own = path.join(path.resolve(projectRoot), '.stoa')
  await mkdir(own, { recursive: true })
  if (process.getuid?.() !== 0) return placeIn(own, own, dataName)
  const project = await realpath(projectRoot)
  const hash = createHash('sha256').update(project).digest('hex').slice(0, 16)
  const place = placeIn(path.join(systemDirectory, hash), own, dataName)
  for (const directory of [systemDirectory, place.directory]) {
    await mkdir(directory, { recursive: true })
    // Whatever the umask, PostgreSQL's user has to pass through.
    await chmod(directory, 0o755)
  }
  return { ...place, user: (await ownerOf(place.data)) ?? postgresUser() }
}

function placeIn(directory: string, own: string, name: string): Place {
  const data = path.join(directory, name)
  const note = path.join(own, `${name}.json`)
  return { directory, data, log: `${data}.log`, password: path.join(data, passwordFile), note }
}

/** Data that exists goes on belonging to the user it was made for. */
async function ownerOf(data: string): Promise<SystemUser | undefined> {
  const found = await stat(data).catch(() => undefined)
  return found && found.uid !== 0 ? { name: `uid ${found.uid}`, uid: found.uid, gid: found.gid } : undefined
}
