import { StoaError } from '@stoa/kernel'

/** Servers and what they all ask for. */
export interface Servers {
  /** `host:port` each. */
  servers: string[]
  tls: boolean
  user?: string
  pass?: string
  token?: string
}

/**
 * Takes apart URLs as they stand in `NATS_URL`.
 *
 * @param urls one or several, also separated by commas; without a scheme they are `nats://`
 * @throws StoaError `invalid_data` for a text that is no such URL, and for credentials that differ
 */
export function parseServers(urls: string | readonly string[]): Servers {
  const parsed = [urls]
    .flat()
    .flatMap((url) => url.split(','))
    .map((url) => url.trim())
    .filter(Boolean)
    .map(parse)
  if (parsed.length === 0) {
    throw new StoaError('invalid_data', 'No NATS server is given. Name one, such as nats://localhost:4222.')
  }
  return {
    servers: parsed.map(({ hostname, port }) => `${hostname}:${port || 4222}`),
    tls: parsed.some(({ protocol }) => protocol === 'tls:'),
    ...credentials(parsed),
  }
}

function parse(url: string): URL {
  const whole = url.includes('://') ? url : `nats://${url}`
  const parsed = URL.canParse(whole) ? new URL(whole) : undefined
  if (parsed?.hostname && ['nats:', 'tls:'].includes(parsed.protocol)) return parsed
  throw new StoaError(
    'invalid_data',
    `"${url.replace(/\/\/.*@/, '//…@')}" is no NATS server. Write it as nats://host:4222 or tls://host:4222.`,
  )
}

function credentials(urls: readonly URL[]): Pick<Servers, 'user' | 'pass' | 'token'> {
  const given = urls.filter(({ username }) => username !== '')
  const [first] = given
  if (!first) return {}
  if (given.some(({ username, password }) => username !== first.username || password !== first.password)) {
    throw new StoaError(
      'invalid_data',
      'The NATS servers are given different credentials. Give one of them, they hold for all.',
    )
  }
  const name = decodeURIComponent(first.username)
  return first.password === '' ? { token: name } : { user: name, pass: decodeURIComponent(first.password) }
}
