import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

interface Parameters {
  /** In KiB. */
  memory: number
  passes: number
  parallelism: number
}

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html: the second of its five equals. */
const CURRENT: Parameters = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_LENGTH = 16
const TAG_LENGTH = 32

/** https://github.com/P-H-C/phc-string-format */
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * The Argon2id hash of a password, with its salt and parameters, as a PHC string.
 *
 * @example await hashPassword('secret') // $argon2id$v=19$m=19456,t=2,p=1$…$…
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_LENGTH)
  const tag = await tagOf(password, salt, CURRENT, TAG_LENGTH)
  const { memory, passes, parallelism } = CURRENT
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`
}

/** Whether a password is the one that was hashed, with the parameters of then. Compares in constant time. */
export async function verifyPassword(encoded: string, password: string): Promise<boolean> {
  const parsed = parse(encoded)
  if (!parsed) return false
  const tag = await tagOf(password, parsed.salt, parsed.parameters, parsed.tag.length)
  return timingSafeEqual(tag, parsed.tag)
}

/** Whether a hash was made with other parameters than new ones are. */
export function isOutdated(encoded: string): boolean {
  const parameters = parse(encoded)?.parameters
  return (
    parameters?.memory !== CURRENT.memory ||
    parameters.passes !== CURRENT.passes ||
    parameters.parallelism !== CURRENT.parallelism
  )
}

function parse(encoded: string) {
  const match = ENCODED.exec(encoded)
  if (!match) return undefined
  const [, memory, passes, parallelism, salt = '', tag = ''] = match
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

const encode = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

const tagOf = (password: string, nonce: Buffer, parameters: Parameters, tagLength: number) =>
  derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...parameters })
