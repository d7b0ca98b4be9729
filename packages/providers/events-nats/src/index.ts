export { NatsTransport } from './nats-transport.ts'
export type { NatsOptions } from './options.ts'
