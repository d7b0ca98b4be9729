import { spawnSync } from 'node:child_process'
import { EmbeddedPostgresError } from './error.ts'

export type SystemUser = { name: string; uid: number; gid: number }

const name = 'stoa-postgres'

/** The user PostgreSQL runs as when we are root, which it refuses to be. Created when missing. */
export function postgresUser(): SystemUser {
  const user = find(name) ?? create() ?? find('postgres')
  if (user) return user
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and the user "${name}" for it could not be created (is useradd installed?). ` +
      `Create it (useradd --system ${name}), run as a user other than root, or set DATABASE_URL.`,
  )
}

function create(): SystemUser | undefined {
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name])
  return find(name)
}

function find(user: string): SystemUser | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, user], { encoding: 'utf8' })
  const [uid, gid] = [ask('-u'), ask('-g')]
  if (uid.status !== 0 || gid.status !== 0) return undefined
  return { name: user, uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
