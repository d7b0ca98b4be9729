import { addressSchema, decimal, metadata, nullable, type StoaServer, sendJson } from '@stoa/http'
import type { Container } from '@stoa/kernel'
import { actorOf, checkFields, readOne, sendOne, transaction } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { deliverFulfillment, type OrderFulfillment, shipFulfillment } from '../fulfillments/ship.ts'
import { cancelFulfillment } from '../workflows/cancel-fulfillment.ts'
import { createFulfillment } from '../workflows/create-fulfillment.ts'
import { changedOrderFields as fields } from './order-fields.ts'
import { orderQuery as querystring, versionScope } from './order-query.ts'

const PATH = '/admin/orders/:id/fulfillments'

const items = Type.Array(
  Type.Object({
    id: Type.String({ description: 'Of the line.' }),
    quantity: decimal({ exclusiveMinimum: 0 }),
  }),
  { minItems: 1 },
)

const no_notification = Type.Optional(Type.Boolean())
const additional_data = Type.Optional(metadata())

const fulfillment = Type.Object({
  items,
  location_id: Type.Optional(nullable(Type.String())),
  shipping_option_id: Type.Optional(Type.String()),
  no_notification,
  delivery_address: Type.Optional(addressSchema),
  metadata: Type.Optional(metadata()),
  additional_data,
})

const cancellation = Type.Object({ no_notification, additional_data })

const shipment = Type.Object({
  items,
  labels: Type.Optional(
    Type.Array(
      Type.Object({
        tracking_number: Type.String(),
        tracking_url: Type.String(),
        label_url: Type.String(),
      }),
    ),
  ),
  no_notification,
  metadata: Type.Optional(metadata()),
  additional_data,
})

/** An order's goods on their way to the buyer. */
export async function adminOrderFulfillments(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String() })
  const nested = Type.Object({ id: Type.String(), fulfillment_id: Type.String() })
  const reading = { entity: 'order', key: 'order', fields }

  // Providers are called outside any transaction, by workflows.
  app.post(PATH, { schema: { params, body: fulfillment, querystring } }, async (request, reply) => {
    checkFields(request, fields, reading.entity)
    const { id: order_id } = request.params
    const input = { ...request.body, order_id, by: actorOf(request).id }
    await request.container.resolve(Workflows).run(createFulfillment, input)
    return sendOne(request, reply, { ...reading, id: order_id, ...versionScope(request) })
  })

  app.post(
    `${PATH}/:fulfillment_id/cancel`,
    { schema: { params: nested, body: cancellation, querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id: order_id, fulfillment_id } = request.params
      const input = { ...request.body, order_id, fulfillment_id }
      await request.container
        .resolve(Workflows)
        .run(cancelFulfillment, input, { key: `${order_id} ${fulfillment_id}` })
      return sendOne(request, reply, { ...reading, id: order_id, ...versionScope(request) })
    },
  )

  app.post(
    `${PATH}/:fulfillment_id/shipments`,
    { schema: { params: nested, body: shipment, querystring } },
    (request, reply) =>
      write(request, reply, (container, which) => {
        const { items, labels, metadata } = request.body
        return shipFulfillment(container, which, { items, labels, metadata, by: actorOf(request).id })
      }),
  )

  app.post(
    `${PATH}/:fulfillment_id/mark-as-delivered`,
    { schema: { params: nested, body: Type.Object({ no_notification }), querystring } },
    (request, reply) => write(request, reply, deliverFulfillment),
  )
}

async function write(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (container: Container, which: OrderFulfillment) => Promise<void>,
): Promise<FastifyReply> {
  checkFields(request, fields)
  const { id, fulfillment_id } = request.params as { id: string; fulfillment_id: string }
  const { no_notification } = request.body as { no_notification?: boolean }
  const text = await transaction(request, async () => {
    await work(request.container, { order_id: id, fulfillment_id, no_notification })
    return readOne(request, { entity: 'order', key: 'order', id, fields, ...versionScope(request) })
  })
  return sendJson(reply, text)
}
