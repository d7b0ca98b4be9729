import type { StoaServer } from '@stoa/http'
import { type Resource, resource } from '@stoa/rest'
import { changedOrderFields, orderListFields } from './order-fields.ts'
import { orderQuery, versionScope } from './order-query.ts'

/** Routes that answer with the order they changed. */
export const orderActions = (app: StoaServer): Resource =>
  resource(app, {
    path: '/admin/orders',
    entity: 'order',
    fields: changedOrderFields,
    list_fields: orderListFields,
    querystring: orderQuery,
    scope: versionScope,
  })
