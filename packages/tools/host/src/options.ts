import type { NatsOptions } from '@stoa/events-nats'
import type { CorsOptions, LoggerOptions, ServerOptions } from '@stoa/http'
import type { StripeOptions } from '@stoa/payment-stripe'
import type { MetricsOptions } from '@stoa/telemetry'
import type { AdminCredentials } from './admin.ts'
import type { StoaConfig } from './config.ts'

/** What {@link startHost} takes. */
export interface HostOptions {
  /** A connection URL. Default: a PostgreSQL of its own, with its data in the project's `.stoa`. */
  database?: string
  /** NATS JetStream, for events to travel through. Default: they travel through PostgreSQL. */
  nats?: NatsOptions
  /** Signs session tokens. All hosts of a shop share it. */
  jwt_secret: string
  /** Signs the session cookie. All hosts of a shop share it. */
  cookie_secret: string | string[]
  /** Folder whose `src/api`, `src/subscribers` and `src/jobs` are loaded. Default: none. */
  project?: string
  /** Modules, areas and the like beyond the stack; see `loadProjectConfig`. */
  config?: StoaConfig
  /** Where clients reach the host; uploaded files have URLs under it. Default: `http://localhost:9000`. */
  public_url?: string
  /** Folder in which uploaded files are kept. All hosts of a shop share it. Default: `uploads` in the project's `.stoa`. */
  uploads?: string
  /** Origins that may call each area from a browser. Default: none. */
  cors?: CorsOptions
  /** What the project's configuration says of the session cookie counts for more. */
  session_cookie?: ServerOptions['session_cookie']
  /** Which proxies to believe; see Fastify's `trustProxy`. Default: none. */
  trust_proxy?: ServerOptions['trust_proxy']
  /** Options of pino. Default: no log. */
  logger?: LoggerOptions
  /** Serves `/metrics` for Prometheus. Default: it does not. */
  metrics?: MetricsOptions
  /** Sends traces where the `OTEL_*` environment variables say. Default: false. */
  traces?: boolean
  /** Offers payment by Stripe beside payment on account. Default: it does not. */
  stripe?: StripeOptions
  /** The first user of the admin, created where there is none. */
  admin?: AdminCredentials
  /** Whether this host delivers events and runs jobs. Default: true. */
  background?: boolean
}
