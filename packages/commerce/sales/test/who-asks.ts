import { type Asker, Authenticator, type Wants } from '@stoa/http'
import type { FastifyRequest } from 'fastify'

/** Takes everybody at their word, for who is asking is the accounts' concern: the bearer token is the actor's id. */
export class AtTheirWord extends Authenticator {
  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    const { bearer, publishable_key } = credentials
    return {
      ...(publishable_key ? { publishable_key: { id: publishable_key, sales_channel_ids: [] } } : {}),
      ...(bearer ? { actor: { type: bearer.startsWith('cus_') ? 'customer' : 'user', id: bearer } } : {}),
    }
  }
}
