import { allows } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import type { Query } from '@stoa/query'

/** What is looked through where nobody says what to look through: what the admin has pages of. */
const EVERYWHERE = [
  'order',
  'product',
  'product_variant',
  'product_collection',
  'product_category',
  'product_type',
  'product_tag',
  'inventory_item',
  'customer',
  'customer_group',
  'promotion',
  'campaign',
  'price_list',
  'sales_channel',
  'stock_location',
  'region',
  'tax_region',
  'shipping_profile',
  'return_reason',
  'user',
  'api_key',
]

/** Resources that permissions call otherwise than the graph does. */
const RESOURCES: Readonly<Record<string, string>> = {
  product_collection: 'collection',
  reservation_item: 'reservation',
}

const permissionFor = (entity: string) => `${RESOURCES[entity] ?? entity}:read`

/**
 * Which entities a search is about.
 *
 * @param asked by the client, maybe with commas between them; none for everything
 * @param held what the asker may do; undefined for everything
 * @throws StoaError `invalid_data` for one that cannot be searched, `forbidden` for one that the asker may not read
 */
export function searchedEntities(
  { graph }: Query,
  asked: readonly string[],
  held: readonly string[] | undefined,
): string[] {
  const searchable = [...graph.nodes()].filter(({ search }) => search).map(({ name }) => name)
  const named = [...new Set(asked.flatMap((names) => names.split(',')).map((name) => name.trim()))]
  const entities = named.filter(Boolean)
  if (entities.length === 0) {
    return EVERYWHERE.filter((name) => searchable.includes(name) && allows(held, permissionFor(name)))
  }
  for (const entity of entities) {
    if (!searchable.includes(entity)) {
      throw new StoaError(
        'invalid_data',
        `Invalid request: Field 'entity' must name what can be searched: ${searchable.sort().join(', ')}; ${entity.slice(0, 40)} cannot.`,
      )
    }
    if (!allows(held, permissionFor(entity))) {
      throw new StoaError(
        'forbidden',
        `Your roles do not allow ${permissionFor(entity)}. Ask somebody who may give it to you for a role that does.`,
      )
    }
  }
  return entities
}
