import {
  type Asker,
  Authenticator,
  createServer,
  type ServerOptions,
  type StoaServer,
  type Wants,
} from '@stoa/http'
import { Container } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import { onTestFinished } from 'vitest'

/** Knows one key, one customer, one user, one secret key, one identity without an actor and one that
 * has yet to show a second factor; counts its calls. */
export class KnownAskers extends Authenticator {
  calls = 0
  wants: Wants | undefined

  override async authenticate(_request: FastifyRequest, wants: Wants): Promise<Asker> {
    this.calls++
    this.wants = wants
    const { publishable_key, bearer, session_token, secret_key } = wants.credentials
    const asker: Asker = {}
    if (publishable_key === 'pk_known') asker.publishable_key = { id: 'apk_1', sales_channel_ids: ['sc_1'] }
    const token = bearer ?? session_token
    if (token === 'customer' || token === 'user') {
      asker.actor = { type: token, id: `${token}_1`, auth_identity_id: 'authid_1', session_id: 'sess_1' }
    }
    if (token === 'newcomer') asker.auth_identity = { id: 'authid_2' }
    if (token === 'half') asker.auth_identity = { id: 'authid_3', session_id: 'sess_3', mfa_pending: true }
    if (secret_key === 'sk_known') asker.actor = { type: 'user', id: 'apk_2' }
    return asker
  }
}

/** A server that is closed after the test. */
export async function openServer(options: Partial<ServerOptions> = {}): Promise<StoaServer> {
  const app = await createServer({ container: new Container(), cookie_secret: 'a'.repeat(32), ...options })
  onTestFinished(() => app.close())
  return app
}
