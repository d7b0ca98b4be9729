import { ApiKeyService } from '@stoa/api-key'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { actorOf } from '@stoa/rest'
import { Type } from 'typebox'
import { assertHeld } from '../roles/assert-held.ts'

const newKey = Type.Object({
  title: Type.String({ minLength: 1 }),
  type: Type.Union([Type.Literal('publishable'), Type.Literal('secret')]),
})

/**
 * Makes a key. Its answer does not come from the query like all others: the token of a secret key is in it, and nowhere
 * else from then on.
 */
export function adminNewApiKey(app: StoaServer): void {
  app.post('/admin/api-keys', { schema: { body: newKey, querystring: fieldsQuery() } }, async (request) => {
    const { title, type } = request.body
    if (type === 'secret') assertHeld(actorOf(request).permissions, undefined, 'A secret key')
    const [key] = await request.container
      .resolve(ApiKeyService)
      .issueApiKeys([{ title, type, created_by: actorOf(request).id }])
    if (!key) throw new Error('No key was made.')
    const { salt: _, ...shown } = key as typeof key & { salt?: string }
    return { api_key: shown }
  })
}
