import { readFileSync } from 'node:fs'
import {
  connect as connectOnce,
  credsAuthenticator,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node'
import type { NatsOptions } from './options.ts'
import { parseServers } from './servers.ts'

/** Milliseconds that one server may take to answer. */
const PATIENCE = 3_000

/** Connects to one of the servers. What is lost later comes back by itself, however long it takes. */
export async function connect(options: NatsOptions): Promise<NatsConnection> {
  const { tls: wantsTls, ...rest } = parseServers(options.servers)
  const { ca_file, cert_file, key_file } = options.tls ?? {}
  const tls = options.tls && {
    ...(ca_file ? { caFile: ca_file } : {}),
    ...(cert_file ? { certFile: cert_file } : {}),
    ...(key_file ? { keyFile: key_file } : {}),
  }
  const settings: NodeConnectionOptions = {
    ...rest,
    name: 'stoa',
    timeout: PATIENCE,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    // A password that is changed on the server first is refused for a while.
    ignoreAuthErrorAbort: true,
    pingInterval: 20_000,
    noAsyncTraces: true,
    ...(tls || wantsTls ? { tls: tls ?? {} } : {}),
    ...(options.creds_file ? { authenticator: credentialsIn(options.creds_file) } : {}),
  }
  return connectOnce(settings)
}

function credentialsIn(file: string) {
  readFileSync(file)
  return credsAuthenticator(() => readFileSync(file))
}
