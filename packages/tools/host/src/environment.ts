import { join, resolve } from 'node:path'
import { StoaError } from '@stoa/kernel'
import { wantsTraces } from '@stoa/telemetry'
import type { AdminCredentials } from './admin.ts'
import { malformedNats, natsOptions } from './nats-variables.ts'
import type { HostOptions } from './options.ts'
import { localSecrets } from './secrets.ts'
import { malformedStripe, stripeOptions } from './stripe-variables.ts'
import { whyWeak } from './weak-secret.ts'

/** Environment variables, such as `process.env`. */
export type Variables = Readonly<Record<string, string | undefined>>

/** What the environment says about a host. */
export interface Environment {
  production: boolean
  port: number
  /** The address to listen on. */
  host: string
  /** For {@link startHost}. */
  options: HostOptions & { project: string }
  /** Where clients reach the host, without a slash at the end. */
  public_url: string
  /** Whether an empty shop is to be filled with the demo shop. */
  demo: boolean
}

/** Any port of this machine: where storefronts and admins run in development. */
const LOCAL = '/^https?:\\/\\/(localhost|127\\.0\\.0\\.1)(:\\d+)?$/'
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads the environment. In development what is missing is made up: secrets are random and kept in `.stoa/secrets.json`, the
 * database is embedded, local browser apps are let in. In production what is missing or unsafe is an error.
 *
 * @param variables such as `process.env`
 * @param project the project's folder
 * @throws StoaError `invalid_data` that lists everything that has to be set
 */
export async function readEnvironment(variables: Variables, project: string): Promise<Environment> {
  const production = variables.NODE_ENV === 'production'
  refuse([
    ...(production ? unsafe(variables) : []),
    ...malformed(variables),
    ...malformedNats(variables),
    ...malformedStripe(variables),
  ])
  const port = Number(variables.PORT || 9000)
  const nats = natsOptions(variables, project)
  const stripe = stripeOptions(variables)
  const public_url = publicUrl(variables, port)
  return {
    production,
    port,
    host: variables.HOST || (production ? '0.0.0.0' : 'localhost'),
    options: {
      project,
      ...(variables.DATABASE_URL ? { database: variables.DATABASE_URL } : {}),
      ...(nats ? { nats } : {}),
      ...(stripe ? { stripe } : {}),
      ...(await secretsOf(variables, project, production)),
      logger: { level: variables.LOG_LEVEL || (production ? 'info' : 'warn') },
      cors: corsOf(variables, production),
      // Behind a proxy nothing tells that the browser came by HTTPS.
      ...(production ? { session_cookie: { secure: true } } : {}),
      ...(variables.TRUST_PROXY ? { trust_proxy: isOn(variables.TRUST_PROXY) || variables.TRUST_PROXY } : {}),
      ...metricsOf(variables, production),
      ...(wantsTraces(variables) ? { traces: true } : {}),
      public_url,
      uploads: resolve(project, variables.UPLOADS_DIR || join('.stoa', 'uploads')),
    },
    public_url,
    demo: variables.STOA_DEMO ? isOn(variables.STOA_DEMO) : !production && !variables.DATABASE_URL,
  }
}

/** Other backends of the field call it BACKEND_URL. */
const publicUrl = ({ PUBLIC_URL, BACKEND_URL }: Variables, port: number) =>
  (PUBLIC_URL || BACKEND_URL || `http://localhost:${port}`).replace(/\/+$/, '')

/** In production nobody reads them who does not show the token. */
function metricsOf({ METRICS_TOKEN }: Variables, production: boolean): Pick<HostOptions, 'metrics'> {
  if (METRICS_TOKEN) return { metrics: { token: METRICS_TOKEN } }
  return production ? {} : { metrics: {} }
}

const isOn = (text: string) => ['1', 'true', 'yes', 'on'].includes(text.toLowerCase())

/** What production must not do without. */
function unsafe(variables: Variables): string[] {
  const secrets = ['JWT_SECRET', 'COOKIE_SECRET'].flatMap((name) => {
    const value = variables[name]
    if (!value)
      return [`${name} is missing: set it to a long random text, the same on all hosts of the shop.`]
    const reason = whyWeak(value)
    return reason ? [`${name} ${reason}`] : []
  })
  if (variables.STOA_ADMIN_EMAIL && !variables.STOA_ADMIN_PASSWORD) {
    secrets.push('STOA_ADMIN_EMAIL needs STOA_ADMIN_PASSWORD beside it.')
  }
  return variables.DATABASE_URL
    ? secrets
    : ['DATABASE_URL is missing: the embedded PostgreSQL is for development.', ...secrets]
}

function malformed({
  PORT,
  LOG_LEVEL,
  DATABASE_URL,
  STOA_ADMIN_EMAIL,
  STOA_ADMIN_PASSWORD,
  ...others
}: Variables): string[] {
  const found: string[] = []
  if (PORT && !(/^\d+$/.test(PORT) && Number(PORT) <= 65_535))
    found.push(`PORT must be 0 to 65535; ${PORT} is not.`)
  if (LOG_LEVEL && !LEVELS.includes(LOG_LEVEL)) {
    found.push(`LOG_LEVEL must be one of ${LEVELS.join(', ')}; ${LOG_LEVEL} is not.`)
  }
  if (DATABASE_URL && !/^postgres(ql)?:\/\//.test(DATABASE_URL)) {
    found.push('DATABASE_URL must be a URL such as postgres://user:password@host:5432/shop.')
  }
  for (const name of ['PUBLIC_URL', 'BACKEND_URL']) {
    const value = others[name]
    if (value && !(/^https?:\/\//.test(value) && URL.canParse(value)))
      found.push(`${name} must be a URL such as https://api.shop.example; ${value} is not.`)
  }
  // A number of proxies would believe whatever a client that gets past them says.
  if (others.TRUST_PROXY && /^\d+$/.test(others.TRUST_PROXY)) {
    found.push('TRUST_PROXY must be the addresses of proxies, such as loopback,10.0.0.0/8.')
  }
  if (STOA_ADMIN_PASSWORD && !STOA_ADMIN_EMAIL)
    found.push('STOA_ADMIN_PASSWORD needs STOA_ADMIN_EMAIL beside it.')
  return found
}

function refuse(reasons: readonly string[]): void {
  if (reasons.length === 0) return
  throw new StoaError('invalid_data', ['Stoa does not start like this:', ...reasons].join('\n  '))
}

async function secretsOf(variables: Variables, project: string, production: boolean) {
  const { JWT_SECRET, COOKIE_SECRET, STOA_ADMIN_EMAIL, STOA_ADMIN_PASSWORD } = variables
  if (production) {
    const admin = STOA_ADMIN_EMAIL && STOA_ADMIN_PASSWORD
    return {
      jwt_secret: JWT_SECRET as string,
      cookie_secret: COOKIE_SECRET as string,
      ...(admin ? { admin: { email: STOA_ADMIN_EMAIL, password: STOA_ADMIN_PASSWORD } } : {}),
    }
  }
  const local = await localSecrets(project)
  const admin: AdminCredentials = {
    email: STOA_ADMIN_EMAIL || 'admin@stoa.local',
    password: STOA_ADMIN_PASSWORD || local.admin_password,
  }
  return {
    jwt_secret: JWT_SECRET || local.jwt_secret,
    cookie_secret: COOKIE_SECRET || local.cookie_secret,
    admin,
  }
}

function corsOf({ STORE_CORS, ADMIN_CORS, AUTH_CORS }: Variables, production: boolean) {
  const local = production ? [] : [LOCAL]
  const both = [STORE_CORS, ADMIN_CORS].filter(Boolean).join(',')
  return {
    store: STORE_CORS || local,
    admin: ADMIN_CORS || local,
    // Whoever may call the store or the admin signs in first.
    auth: AUTH_CORS || both || local,
  }
}
