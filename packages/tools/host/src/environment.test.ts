import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'
import { secretsFile } from './secrets.ts'

let project: string

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'stoa-host-'))
})

afterEach(() => rm(project, { recursive: true }))

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://localhost/shop',
  JWT_SECRET: 'c8f1d0a97b2e4435',
  COOKIE_SECRET: '55b0ce6a1f9d4c21',
}

test('development makes up its secrets once, and keeps them for the user alone', async () => {
  const first = await readEnvironment({}, project)
  const second = await readEnvironment({}, project)
  expect(first.options.jwt_secret).toHaveLength(43)
  expect(first.options.jwt_secret).not.toBe(first.options.cookie_secret)
  expect(second.options).toEqual(first.options)
  expect((await stat(secretsFile(project))).mode & 0o777).toBe(0o600)
})

test('development fills an empty shop on its own database, not on one it was given', async () => {
  expect((await readEnvironment({}, project)).demo).toBe(true)
  expect((await readEnvironment({ DATABASE_URL: 'postgres://localhost/shop' }, project)).demo).toBe(false)
  const asked = { DATABASE_URL: 'postgres://localhost/shop', STOA_DEMO: 'true' }
  expect((await readEnvironment(asked, project)).demo).toBe(true)
})

test('production takes what it is given, and makes nothing up', async () => {
  const { options, port, host, demo } = await readEnvironment({ ...production, PORT: '8080' }, project)
  expect({ port, host, demo }).toEqual({ port: 8080, host: '0.0.0.0', demo: false })
  expect(options).toMatchObject({ database: production.DATABASE_URL, jwt_secret: production.JWT_SECRET })
  expect(options).not.toHaveProperty('admin')
  expect(options.cors).toEqual({ store: [], admin: [], auth: [] })
  await expect(stat(secretsFile(project))).rejects.toThrow('ENOENT')
})

test('production without secrets and a database does not start, and says all that is missing', async () => {
  const reading = readEnvironment({ NODE_ENV: 'production' }, project)
  await expect(reading).rejects.toThrow(
    /DATABASE_URL is missing.*JWT_SECRET is missing.*COOKIE_SECRET is missing/s,
  )
})

test('production does not make up the password of an admin', async () => {
  const reading = readEnvironment({ ...production, STOA_ADMIN_EMAIL: 'admin@example.com' }, project)
  await expect(reading).rejects.toThrow('STOA_ADMIN_PASSWORD')
})

test.each([
  ['supersecret', 'guess'],
  ['changeme', 'guess'],
  ['7d1f', 'too short'],
])('production refuses %s as a secret', async (secret, why) => {
  await expect(readEnvironment({ ...production, JWT_SECRET: secret }, project)).rejects.toThrow(
    new RegExp(`JWT_SECRET.*${why}`),
  )
})

test.each([
  [{ PORT: 'http' }, 'PORT'],
  [{ PORT: '70000' }, 'PORT'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  [{ TRUST_PROXY: '1' }, 'TRUST_PROXY'],
  [{ PUBLIC_URL: 'api.shop.example' }, 'PUBLIC_URL'],
  [{ BACKEND_URL: 'ftp://api.shop.example' }, 'BACKEND_URL'],
  [{ DATABASE_URL: 'mysql://localhost' }, 'DATABASE_URL'],
  [{ NATS_URL: 'http://localhost:4222' }, 'NATS_URL'],
  [{ NATS_URL: 'nats://a', NATS_REPLICAS: '2' }, 'NATS_REPLICAS'],
  [{ NATS_URL: 'nats://a', NATS_PREFIX: 'my.shop' }, 'NATS_PREFIX'],
  [{ NATS_URL: 'nats://a', NATS_CERT: 'host.pem' }, 'NATS_KEY'],
  [{ STOA_ADMIN_PASSWORD: 'a password' }, 'STOA_ADMIN_EMAIL'],
  [{ STRIPE_API_KEY: 'pk_live_1' }, 'STRIPE_API_KEY'],
  [{ STRIPE_WEBHOOK_SECRET: 'whsec_1' }, 'STRIPE_API_KEY'],
  [{ STRIPE_CAPTURE: 'later' }, 'STRIPE_CAPTURE'],
])('%j is refused by name', async (variables, name) => {
  await expect(readEnvironment(variables, project)).rejects.toThrow(name)
})

test('whoever may call the store or the admin from a browser may sign in from there', async () => {
  const variables = { ...production, STORE_CORS: 'https://shop.example', ADMIN_CORS: 'https://admin.example' }
  const { options } = await readEnvironment(variables, project)
  expect(options.cors?.auth).toBe('https://shop.example,https://admin.example')
})

test('metrics are for everybody in development, and in production for who shows the token', async () => {
  expect((await readEnvironment({}, project)).options.metrics).toEqual({})
  expect((await readEnvironment(production, project)).options).not.toHaveProperty('metrics')
  const { options } = await readEnvironment({ ...production, METRICS_TOKEN: 'let me see' }, project)
  expect(options.metrics).toEqual({ token: 'let me see' })
})

test('traces are made where there is somewhere to send them', async () => {
  expect((await readEnvironment({}, project)).options).not.toHaveProperty('traces')
  const variables = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }
  expect((await readEnvironment(variables, project)).options.traces).toBe(true)
})

test('each area has the origins of its own variable', async () => {
  const variables = {
    ...production,
    STORE_CORS: 'https://shop.example',
    ADMIN_CORS: 'https://admin.example',
    AUTH_CORS: 'https://login.example',
  }
  const { options } = await readEnvironment(variables, project)
  expect(options.cors).toEqual({
    store: 'https://shop.example',
    admin: 'https://admin.example',
    auth: 'https://login.example',
  })
})

test('production sends session cookies over HTTPS only', async () => {
  expect((await readEnvironment(production, project)).options.session_cookie).toEqual({ secure: true })
  expect((await readEnvironment({}, project)).options).not.toHaveProperty('session_cookie')
})

test.each([
  ['true', true],
  ['loopback', 'loopback'],
  ['10.0.0.0/8,127.0.0.1', '10.0.0.0/8,127.0.0.1'],
])('TRUST_PROXY=%s believes %j', async (TRUST_PROXY, expected) => {
  expect((await readEnvironment({ TRUST_PROXY }, project)).options.trust_proxy).toBe(expected)
})

test('Stripe is there where its key is', async () => {
  expect((await readEnvironment({}, project)).options).not.toHaveProperty('stripe')
  const variables = {
    STRIPE_API_KEY: 'sk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_1',
    STRIPE_CAPTURE: 'automatic',
  }
  expect((await readEnvironment(variables, project)).options.stripe).toEqual({
    api_key: 'sk_test_1',
    webhook_secret: 'whsec_1',
    capture: 'automatic',
  })
  const { options } = await readEnvironment({ STRIPE_API_KEY: 'rk_live_1' }, project)
  expect(options.stripe).toEqual({ api_key: 'rk_live_1' })
})

test('uploads lie in the project unless another folder is named', async () => {
  const uploads = async (variables: object) =>
    (await readEnvironment({ ...variables }, project)).options.uploads
  expect(await uploads({})).toBe(join(project, '.stoa', 'uploads'))
  expect(await uploads({ UPLOADS_DIR: 'files' })).toBe(join(project, 'files'))
  expect(await uploads({ UPLOADS_DIR: '/var/lib/shop' })).toBe('/var/lib/shop')
})

test('files have URLs under the public one, by either name', async () => {
  const url = async (variables: object) =>
    (await readEnvironment({ ...variables }, project)).options.public_url
  expect(await url({ PORT: '8080' })).toBe('http://localhost:8080')
  expect(await url({ BACKEND_URL: 'https://api.shop.example/' })).toBe('https://api.shop.example')
  expect(await url({ PUBLIC_URL: 'https://a.example', BACKEND_URL: 'https://b.example' })).toBe(
    'https://a.example',
  )
})

test('events travel through PostgreSQL unless a NATS is named', async () => {
  const nats = async (variables: object) => (await readEnvironment({ ...variables }, project)).options.nats
  expect(await nats({ NATS_PREFIX: 'shop' })).toBeUndefined()
  expect(await nats({ NATS_URL: 'nats://a:4222,nats://b:4222' })).toEqual({
    servers: 'nats://a:4222,nats://b:4222',
  })
  expect(
    await nats({
      NATS_URL: 'tls://a',
      NATS_CREDS: 'secrets/shop.creds',
      NATS_CA: '/etc/ssl/nats.pem',
      NATS_CERT: 'host.pem',
      NATS_KEY: 'host.key',
      NATS_PREFIX: 'shop',
      NATS_REPLICAS: '3',
    }),
  ).toEqual({
    servers: 'tls://a',
    creds_file: join(project, 'secrets/shop.creds'),
    tls: {
      ca_file: '/etc/ssl/nats.pem',
      cert_file: join(project, 'host.pem'),
      key_file: join(project, 'host.key'),
    },
    prefix: 'shop',
    replicas: 3,
  })
})
