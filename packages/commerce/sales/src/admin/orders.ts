import {
  addressSchema,
  dateFilter,
  email,
  filter,
  metadata,
  nullable,
  type StoaServer,
  words,
} from '@stoa/http'
import { OrderService } from '@stoa/order'
import type { Filters } from '@stoa/query'
import { actorOf, sendOne } from '@stoa/rest'
import { type Static, Type } from 'typebox'
import { emitOrder } from '../emit-order.ts'
import { orderActions } from './order-actions.ts'
import { orderFields } from './order-fields.ts'
import { explainVersion, orderQuery, versionScope } from './order-query.ts'

const PATH = '/admin/orders'

/** By what orders are listed. */
export const orderFilters = {
  id: filter(Type.String()),
  status: filter(Type.String()),
  sales_channel_id: words(),
  region_id: words(),
  customer_id: words(),
  q: Type.String(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  total: filter(Type.String()),
}

const change = Type.Object({
  email: Type.Optional(email()),
  shipping_address: Type.Optional(addressSchema),
  billing_address: Type.Optional(addressSchema),
  locale: Type.Optional(nullable(Type.String())),
  metadata: Type.Optional(metadata()),
})

const completion = Type.Object({ additional_data: Type.Optional(metadata()) })

/** Orders as the shopkeeper sees them, changes and puts away. */
export async function adminOrders(app: StoaServer): Promise<void> {
  const service = app.container.resolve(OrderService)
  const orders = orderActions(app)

  orders.list({
    default_limit: 15,
    filters: orderFilters,
    where: whichOrders,
  })

  app.get(
    `${PATH}/:id`,
    { schema: { params: Type.Object({ id: Type.String() }), querystring: orderQuery } },
    (request, reply) =>
      explainVersion(
        request,
        sendOne(request, reply, {
          entity: 'order',
          key: 'order',
          id: request.params.id,
          fields: orderFields,
          ...versionScope(request),
        }),
      ),
  )

  orders.action('', change, async (body, request, id) => {
    const changed = await service.changeProperties(id, propertiesOf(body), actorOf(request).id)
    if (changed) await emitOrder(request.container, 'order.updated', id)
  })

  orders.action('/complete', completion, async (_body, { container }, id) => {
    if (await service.completeOrder(id)) await emitOrder(container, 'order.completed', id)
  })

  orders.action('/archive', Type.Object({}), async (_body, { container }, id) => {
    if (await service.archiveOrder(id)) await emitOrder(container, 'order.archived', id)
  })
}

/** Drafts are no orders yet. */
export const whichOrders = (asked: Filters): Filters => ({
  $and: [{ is_draft_order: false }, byTotal(asked)],
})

type ListFilters = Filters & { total?: unknown; $and?: ListFilters[]; $or?: ListFilters[] }

/** What an order comes to is in the summary of its version. */
function byTotal({ total, $and, $or, ...others }: ListFilters): Filters {
  return {
    ...others,
    ...(total === undefined ? {} : { current_summary: { current_order_total: total } }),
    ...($and ? { $and: $and.map(byTotal) } : {}),
    ...($or ? { $or: $or.map(byTotal) } : {}),
  }
}

function propertiesOf({ email, shipping_address, billing_address, locale, metadata }: Static<typeof change>) {
  return {
    ...(email === undefined ? {} : { email }),
    ...(shipping_address ? { shipping_address: inLowerCase(shipping_address) } : {}),
    ...(billing_address ? { billing_address: inLowerCase(billing_address) } : {}),
    ...(locale === undefined ? {} : { locale }),
    ...(metadata === undefined ? {} : { metadata }),
  }
}

const inLowerCase = <Address extends { country_code?: string | null }>(address: Address) => ({
  ...address,
  ...(address.country_code ? { country_code: address.country_code.toLowerCase() } : {}),
})
