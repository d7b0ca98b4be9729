import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What a project in development keeps to itself, in its `.stoa/secrets.json`. */
export interface LocalSecrets {
  jwt_secret: string
  cookie_secret: string
  admin_password: string
}

const random = (bytes: number) => randomBytes(bytes).toString('base64url')

/** Where {@link localSecrets} keeps them. */
export const secretsFile = (project: string) => join(project, '.stoa', 'secrets.json')

/** The secrets of a project in development, made at random the first time. Only the user who runs it can read the file. */
export async function localSecrets(project: string): Promise<LocalSecrets> {
  const file = secretsFile(project)
  const kept = await read(file)
  if (kept.jwt_secret && kept.cookie_secret && kept.admin_password) return kept as LocalSecrets
  const secrets = { jwt_secret: random(32), cookie_secret: random(32), admin_password: random(12), ...kept }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}

async function read(file: string): Promise<Partial<LocalSecrets>> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${file} cannot be read as JSON. Mend it, or delete it to have new secrets made.`, {
      cause: error,
    })
  }
}
