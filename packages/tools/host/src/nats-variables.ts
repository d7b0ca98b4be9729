import { resolve } from 'node:path'
import type { NatsOptions } from '@stoa/events-nats'
// Not from the package's face: that would load the NATS client in every host.
import { parseServers } from '@stoa/events-nats/servers'
import type { Variables } from './environment.ts'

const FILES = ['NATS_CREDS', 'NATS_CA', 'NATS_CERT', 'NATS_KEY'] as const
const REPLICAS = ['1', '3', '5']

/** The NATS that the environment names; undefined where it names none. Paths are relative to the project's folder. */
export function natsOptions(variables: Variables, project: string): NatsOptions | undefined {
  const { NATS_URL, NATS_PREFIX, NATS_REPLICAS } = variables
  if (!NATS_URL) return undefined
  const [creds_file, ca_file, cert_file, key_file] = FILES.map((name) => {
    const path = variables[name]
    return path ? resolve(project, path) : undefined
  })
  const tls = {
    ...(ca_file ? { ca_file } : {}),
    ...(cert_file ? { cert_file } : {}),
    ...(key_file ? { key_file } : {}),
  }
  return {
    servers: NATS_URL,
    ...(creds_file ? { creds_file } : {}),
    ...(Object.keys(tls).length > 0 ? { tls } : {}),
    ...(NATS_PREFIX ? { prefix: NATS_PREFIX } : {}),
    ...(NATS_REPLICAS ? { replicas: Number(NATS_REPLICAS) } : {}),
  }
}

/** What is wrong with the variables about NATS, a sentence each. */
export function malformedNats(variables: Variables): string[] {
  const { NATS_URL, NATS_PREFIX, NATS_REPLICAS, NATS_CERT, NATS_KEY } = variables
  const found: string[] = []
  try {
    if (NATS_URL) parseServers(NATS_URL)
  } catch (error) {
    found.push(`NATS_URL: ${(error as Error).message}`)
  }
  if (NATS_PREFIX && !/^[\w-]+$/.test(NATS_PREFIX)) {
    found.push(`NATS_PREFIX may only have letters, digits, "_" and "-"; ${NATS_PREFIX} has others.`)
  }
  if (NATS_REPLICAS && !REPLICAS.includes(NATS_REPLICAS)) {
    found.push(`NATS_REPLICAS must be 1, 3 or 5; ${NATS_REPLICAS} is not.`)
  }
  if (Boolean(NATS_CERT) !== Boolean(NATS_KEY)) found.push('NATS_CERT and NATS_KEY need each other.')
  return found
}
