import type { Listed, StoaServer } from '@stoa/http'
import { plural, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'

type EntityNode = ReturnType<Query['graph']['node']>

/** An entity that the admin has a list of. */
export interface ViewedEntity {
  node: EntityNode
  listed: Listed
  /** `ProductVariant` */
  name: string
  /** As the route has it: `product-variants`. */
  plural: string
  /** `product` */
  module: string
}

const pascal = (name: string) => name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What a list is called by its route; one that hangs on another thing (`/admin/product-options/:id/values`) by its entity. */
const pluralOf = (entity: string, path: string) =>
  path.includes(':') ? plural(entity).replaceAll('_', '-') : (path.split('/').at(-1) as string)

/** All of them, by name. */
export function viewedEntities(app: StoaServer): ViewedEntity[] {
  const { graph } = app.container.resolve(Query)
  return [...app.listed]
    .filter(([entity]) => graph.has(entity))
    .map(([entity, listed]) => {
      const node = graph.node(entity)
      return {
        node,
        listed,
        name: pascal(entity),
        plural: pluralOf(node.name, listed.path),
        module: /^"stoa_(\w+)"/.exec(node.table)?.[1] ?? 'stoa',
      }
    })
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

/** How an entity may be called: `order`, `orders`, `Order`, and as its route has it; several words by hyphens too. */
export const namesOf = ({ node, name, plural: path }: ViewedEntity): string[] => [
  ...new Set(
    [node.name, name, path, plural(name), plural(node.name)].flatMap((called) => [
      called,
      called.replaceAll('-', '_'),
      called.replaceAll('_', '-'),
    ]),
  ),
]

/** @throws StoaError `not_found` for a name that is none of an entity with a list */
export function viewedEntity(app: StoaServer, called: string): ViewedEntity {
  const found = viewedEntities(app).find((entity) => namesOf(entity).includes(called))
  if (found) return found
  throw new StoaError(
    'not_found',
    `There is no list of ${called.slice(0, 100)} to view. GET /admin/views/entities names those there are.`,
  )
}
