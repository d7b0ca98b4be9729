import {
  addressSchema,
  dateTime,
  decimal,
  fieldsQuery,
  metadata,
  nullable,
  type StoaServer,
  sendJson,
} from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { actorOf, checkFields, fieldRules, readOne, sendOne, transaction } from '@stoa/rest'
import { Workflows } from '@stoa/workflows'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { shipParcel } from '../fulfillments/ship-parcel.ts'
import { cancelFulfillment } from '../workflows/cancel-fulfillment.ts'
import { cancelParcel } from '../workflows/cancel-parcel.ts'
import { createParcel } from '../workflows/create-parcel.ts'

const PATH = '/admin/fulfillments'

const fields = fieldRules(
  `id location_id packed_at shipped_at marked_shipped_by created_by delivered_at canceled_at data provider_id
    shipping_option_id metadata order created_at updated_at deleted_at *delivery_address *items *labels`,
)

const labels = Type.Array(
  Type.Object({ tracking_number: Type.String(), tracking_url: Type.String(), label_url: Type.String() }),
)

const id = () => Type.String({ minLength: 1 })
const moment = () => Type.Optional(nullable(dateTime()))

const parcel = Type.Object({
  location_id: id(),
  provider_id: id(),
  delivery_address: addressSchema,
  items: Type.Array(
    Type.Object({
      title: Type.String(),
      sku: Type.String(),
      quantity: decimal({ exclusiveMinimum: 0 }),
      barcode: Type.String(),
      line_item_id: Type.Optional(
        nullable(Type.String({ description: 'The line of the order that it is of.' })),
      ),
      inventory_item_id: Type.Optional(nullable(Type.String())),
    }),
    { minItems: 1 },
  ),
  labels,
  order_id: id(),
  shipping_option_id: Type.Optional(nullable(Type.String())),
  data: Type.Optional(metadata()),
  packed_at: moment(),
  shipped_at: moment(),
  delivered_at: moment(),
  canceled_at: moment(),
  metadata: Type.Optional(metadata()),
})

/** Parcels by themselves: of orders, and of returns, which the routes of an order do not reach. */
export async function adminFulfillments(app: StoaServer): Promise<void> {
  const params = Type.Object({ id: Type.String() })
  const querystring = fieldsQuery()
  const reading = { entity: 'fulfillment', key: 'fulfillment', fields }

  // Providers are called outside any transaction, by workflows.
  app.post(PATH, { schema: { body: parcel, querystring } }, async (request, reply) => {
    checkFields(request, fields, reading.entity)
    const { canceled_at, ...body } = request.body
    if (canceled_at) {
      throw new StoaError(
        'invalid_data',
        'A fulfillment is not made canceled. Make it without canceled_at, then cancel it.',
      )
    }
    const wanted = { ...body, by: actorOf(request).id }
    const { fulfillment_id } = await request.container.resolve(Workflows).run(createParcel, wanted)
    return sendOne(request, reply, { ...reading, id: fulfillment_id })
  })

  app.post(`${PATH}/:id/cancel`, { schema: { params, querystring } }, async (request, reply) => {
    checkFields(request, fields, reading.entity)
    const { id: fulfillment_id } = request.params
    const order_id = await orderOf(request, fulfillment_id)
    const workflows = request.container.resolve(Workflows)
    if (order_id === undefined) await workflows.run(cancelParcel, { fulfillment_id }, { key: fulfillment_id })
    else {
      const key = `${order_id} ${fulfillment_id}`
      await workflows.run(cancelFulfillment, { order_id, fulfillment_id }, { key })
    }
    return sendOne(request, reply, { ...reading, id: fulfillment_id })
  })

  app.post(
    `${PATH}/:id/shipment`,
    { schema: { params, body: Type.Object({ labels }), querystring } },
    async (request, reply) => {
      checkFields(request, fields, reading.entity)
      const { id } = request.params
      const order_id = await orderOf(request, id)
      const shipment = { labels: request.body.labels, by: actorOf(request).id }
      const text = await transaction(request, async () => {
        await shipParcel(request.container, { order_id, fulfillment_id: id }, shipment)
        return readOne(request, { ...reading, id })
      })
      return sendJson(reply, text)
    },
  )
}

/** A fulfillment stays with its order, so this needs no lock. */
async function orderOf({ container }: FastifyRequest, fulfillmentId: string): Promise<string | undefined> {
  const [link] = await container
    .resolve(Database)
    .query<{ order_id: string }>(
      'select order_id from stoa_link.order_fulfillment where fulfillment_id = $1',
      [fulfillmentId],
    )
  return link?.order_id
}
