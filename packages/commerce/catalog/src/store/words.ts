import { fieldsQuery, listQuery, type StoaServer } from '@stoa/http'
import { resource } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { buyerContext } from '../pricing-context.ts'
import { wordFields } from './word-fields.ts'

const filters = { q: Type.String(), id: words(), value: words(), external_id: words(), ...moments() }

/** Tags and types of products as a storefront sees them, with those of their products that are on the shelf. */
export async function storeWords(app: StoaServer): Promise<void> {
  // One type takes the parameters of a list, too; they have nothing to choose from.
  const ofOne = { tag: fieldsQuery(), type: listQuery({ default_limit: 50, filters }) }
  for (const word of ['tag', 'type'] as const) {
    const list = resource(app, {
      path: `/store/product-${word}s`,
      entity: `product_${word}`,
      fields: wordFields,
      querystring: ofOne[word],
      scope: (request) => ({ context: buyerContext(request) }),
    })
    list.list({ default_limit: 50, filters })
    list.retrieve()
  }
}
