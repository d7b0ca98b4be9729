export { NatsTransport } from './nats-transport.ts'
export type { NatsOptions } from './options.ts'
export { parseServers, type Servers } from './servers.ts'
