import { checkPermissions } from '@stoa/http'
import { type Asked, belongings, Query, reach } from '@stoa/query'
import type { FastifyRequest } from 'fastify'

/**
 * On admin routes, what is read of another module wants the permission to read it there: `product:read` alone does not show
 * the orders of a product's buyers. What no admin route is about belongs to whatever leads to it. Costs nothing for those who
 * may do everything.
 *
 * @throws StoaError `forbidden` that names the permission
 */
export function checkReach(request: FastifyRequest, entity: string, asked: Asked): void {
  const permissions = request.asker.actor?.permissions
  if (!permissions || !request.routeOptions.url?.startsWith('/admin/')) return
  const { graph } = request.container.resolve(Query)
  const entered = [...reach(graph, entity, asked)]
  if (entered.length === 0) return
  const resources = new Set([...request.server.wantedPermissions].map((wanted) => wanted.split(':')[0]))
  const needed = entered.flatMap((name) => {
    const resource = belongings(graph, name).find((known) => resources.has(known))
    return resource === undefined ? [] : [`${resource}:read`]
  })
  checkPermissions(permissions, needed)
}
