import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
} from '@nats-io/jwt'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { collector, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import type { NatsOptions } from '../src/index.ts'
import { NatsServer, noServer, startServer } from './nats-server.ts'
import { onNats } from './shared-nats.ts'

const noOpenssl = spawnSync('openssl', ['version']).status !== 0

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stoa-nats-secrets-'))
})
afterEach(() => rm(folder, { recursive: true }))

const withCredentials = ({ url }: NatsServer, credentials: string) => url.replace('//', `//${credentials}@`)

/** A host with one subscriber. */
async function openWith(options: NatsOptions) {
  const url = await shopDatabase()
  const host = await openHost(url, onNats(url, options))
  const delivered = collector()
  host.events.subscribe({ name: 'orders', event: 'order.placed', handler: delivered.take })
  await host.start()
  return { host, delivered }
}

async function delivers(options: NatsOptions): Promise<void> {
  const { host, delivered } = await openWith(options)
  expect(host.events.problem).toBeUndefined()
  await host.events.emit('order.placed', { id: 'order_1' })
  await delivered.reach(1)
}

/** A certificate authority, and a certificate of it that serves both the server and the host. */
function certificates(): { ca: string; cert: string; key: string } {
  const [ca, ca_key, cert, key, request, extensions] = ['ca', 'ca.key', 'cert', 'key', 'csr', 'ext'].map(
    (name) => join(folder, name),
  ) as [string, string, string, string, string, string]
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args)
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
  }
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...fresh, '-subj', '/CN=authority', '-days', '1', '-keyout', ca_key, '-out', ca)
  openssl('req', ...fresh, '-subj', '/CN=stoa', '-keyout', key, '-out', request)
  writeFileSync(extensions, 'subjectAltName=DNS:localhost')
  const signed = ['-CA', ca, '-CAkey', ca_key, '-CAcreateserial', '-days', '1', '-extfile', extensions]
  openssl('x509', '-req', '-in', request, ...signed, '-out', cert)
  return { ca, cert, key }
}

describe.skipIf(noServer)(`a NATS that asks who comes ${noServer ?? ''}`, () => {
  test('user and password in the URL', async () => {
    const server = await startServer('--user', 'shop', '--pass', 'p@ss/word')
    await delivers({ servers: withCredentials(server, `shop:${encodeURIComponent('p@ss/word')}`) })
  })

  test('a token in the URL', async () => {
    const server = await startServer('--auth', 't0ken')
    await delivers({ servers: withCredentials(server, 't0ken') })
  })

  test('a wrong password is said, and is tried again until it is right', async () => {
    const server = await startServer('--user', 'shop', '--pass', 'another')
    const { host, delivered } = await openWith({ servers: withCredentials(server, 'shop:secret') })
    expect(host.events.problem).toMatch(/Authorization/i)
    expect(host.events.problem).not.toContain('secret')
    await host.events.emit('order.placed', { id: 'order_1' })
    await server.stop()
    const mended = await NatsServer.create(Number(new URL(server.url).port), [
      '--user',
      'shop',
      '--pass',
      'secret',
    ])
    await mended.start()
    await delivered.reach(1)
  })

  test('a credentials file', async () => {
    const [operator, account, user] = [createOperator(), createAccount(), createUser()]
    const unlimited = {
      ...{ conn: -1, subs: -1, data: -1, payload: -1, leaf: -1, imports: -1, exports: -1 },
      ...{ mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
    }
    const account_jwt = await encodeAccount('shop', account, { limits: unlimited }, { signer: operator })
    const user_jwt = await encodeUser('host', user, account)
    const system = createAccount()
    const system_jwt = await encodeAccount('system', system, {}, { signer: operator })
    const operator_jwt = await encodeOperator('stoa', operator, { system_account: system.getPublicKey() })
    const configuration = join(folder, 'server.conf')
    await writeFile(
      configuration,
      `operator: ${operator_jwt}
       system_account: ${system.getPublicKey()}
       resolver: MEMORY
       resolver_preload: {
         ${account.getPublicKey()}: ${account_jwt}
         ${system.getPublicKey()}: ${system_jwt}
       }`,
    )
    const creds_file = join(folder, 'host.creds')
    await writeFile(creds_file, fmtCreds(user_jwt, user))
    const { url } = await startServer('-c', configuration)
    await delivers({ servers: url, creds_file })
  })

  test('a credentials file that is not there is named', async () => {
    const { url } = await startServer()
    const { host } = await openWith({ servers: url, creds_file: join(folder, 'none.creds') })
    expect(host.events.problem).toContain('none.creds')
  })

  test.skipIf(noOpenssl)('TLS, with a certificate of the host’s own', async () => {
    const { ca, cert, key } = certificates()
    const server = await startServer('--tlsverify', '--tlscert', cert, '--tlskey', key, '--tlscacert', ca)
    const servers = server.url.replace('nats://127.0.0.1', 'tls://localhost')
    await delivers({ servers, tls: { ca_file: ca, cert_file: cert, key_file: key } })

    const { host } = await openWith({ servers, tls: { ca_file: ca } })
    await vi.waitFor(() => expect(host.events.problem).toContain('NATS cannot be reached'), 10_000)
  })

  test.skipIf(noOpenssl)('TLS whose authority is not known is refused', async () => {
    const { cert, key } = certificates()
    const server = await startServer('--tls', '--tlscert', cert, '--tlskey', key)
    const { host } = await openWith({ servers: server.url.replace('nats://127.0.0.1', 'tls://localhost') })
    expect(host.events.problem).toMatch(/certificate/)
  })
})
