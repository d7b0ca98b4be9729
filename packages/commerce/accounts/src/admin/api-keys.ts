import { ApiKeyService } from '@stoa/api-key'
import { dateFilter, moments, type StoaServer, words } from '@stoa/http'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { createLinks, dismissLinks } from '@stoa/query'
import { actorOf, additions, fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { publishableKeySalesChannel } from '../links.ts'
import { adminNewApiKey } from './new-api-key.ts'

const filters = {
  q: Type.String(),
  id: words(),
  title: words(),
  token: words(),
  type: Type.Union([Type.Literal('publishable'), Type.Literal('secret')]),
  ...moments(),
  revoked_at: dateFilter(),
}

const fields = fieldRules(
  `id title token redacted type last_used_at updated_at created_at created_by revoked_at revoked_by
    sales_channels.id sales_channels.name`,
)

/** Ten years, in seconds. */
const LONGEST_NOTICE = 315_360_000

const revocation = Type.Object({
  revoke_in: Type.Optional(Type.Number({ minimum: 0, maximum: LONGEST_NOTICE })),
})

/** The keys that open the API, as the admin keeps them. */
export async function adminApiKeys(app: StoaServer): Promise<void> {
  const service = app.container.resolve(ApiKeyService)
  const keys = resource(app, { path: '/admin/api-keys', entity: 'api_key', fields })
  keys.list({ default_limit: 20, filters })
  keys.retrieve()
  adminNewApiKey(app)
  keys.update(Type.Object({ title: Type.String({ minLength: 1 }) }), ({ title }, _request, id) =>
    service.updateApiKeys({ id, title }),
  )
  keys.action('/revoke', revocation, ({ revoke_in = 0 }, request, id) =>
    service.revokeApiKeys([id], { revoked_by: actorOf(request).id, revoke_in }),
  )
  keys.action('/sales-channels', additions(), (body, { container }, id) => openChannels(container, id, body))
  keys.delete(async (id, { container }) => {
    await refuseOpen(container, id)
    await service.softDeleteApiKeys(id)
    await dismissLinks(container.resolve(Database), publishableKeySalesChannel, { publishable_key_id: id })
  })
}

async function openChannels(
  container: Container,
  id: string,
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
): Promise<void> {
  const key = await container.resolve(ApiKeyService).retrieveApiKey(id)
  if (key.type !== 'publishable') {
    throw new StoaError('invalid_data', 'Sales channels can only be associated with publishable API keys')
  }
  const database = container.resolve(Database)
  const row = (sales_channel_id: string) => ({ publishable_key_id: id, sales_channel_id })
  await createLinks(database, publishableKeySalesChannel, add.map(row)).catch((error) => {
    // On this route the wire tells of an unknown channel as of any other bad value.
    throw StoaError.is(error) && error.type === 'not_found'
      ? new StoaError('invalid_data', error.message)
      : error
  })
  if (remove.length > 0) {
    await dismissLinks(database, publishableKeySalesChannel, {
      publishable_key_id: id,
      sales_channel_id: remove,
    })
  }
}

/** A secret key is revoked first, so that nobody deletes one by mistake that something still uses. */
async function refuseOpen(container: Container, id: string): Promise<void> {
  const [open] = await container.resolve(Database).query(
    `select from stoa_api_key.api_key
     where id = $1 and type = 'secret' and deleted_at is null and (revoked_at is null or revoked_at > now())`,
    [id],
  )
  if (open)
    throw new StoaError('not_allowed', `Secret key ${id} is still open. Revoke it before you delete it.`)
}
