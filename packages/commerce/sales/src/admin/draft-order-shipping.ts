import { metadata, nullable, type StoaServer } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { Type } from 'typebox'
import { changeStep } from '../changes/change-kind.ts'
import { newShippingMethod } from '../changes/new-shipping-method.ts'
import { addedShipping, bounds } from '../changes/schemas.ts'
import { soldOrder } from '../changes/sold-order.ts'
import { draftEdit } from '../drafts/draft-edit.ts'
import { replacingMethod } from '../drafts/replacing-method.ts'

const PATH = '/admin/draft-orders/:id/edit/shipping-methods'

const { Optional: optional } = Type
const price = () => Type.Number({ minimum: 0, maximum: bounds.price, description: 'In major units.' })
const textOrNull = () => optional(nullable(Type.String()))

const pendingChange = Type.Object({
  shipping_option_id: Type.String({ minLength: 1 }),
  custom_amount: optional(nullable(price())),
  description: textOrNull(),
  internal_note: textOrNull(),
  metadata: optional(metadata()),
})

const methodChange = Type.Object({
  shipping_option_id: optional(Type.String({ minLength: 1 })),
  custom_amount: optional(price()),
  internal_note: textOrNull(),
})

/** How a draft is shipped, put together anew with its edit. What options cost is asked before the transaction begins. */
export async function adminDraftOrderShipping(app: StoaServer): Promise<void> {
  const id = Type.String()
  const orders = app.container.resolve(OrderService)

  app.post(PATH, { schema: { params: Type.Object({ id }), body: addedShipping } }, async (request) => {
    const { container, body, params } = request
    const order = await soldOrder(container, params.id)
    const method = await newShippingMethod(container, order, body)
    const { internal_note } = body
    return changeStep(request, draftEdit, (change) =>
      orders.addShippingToChange(change, method, { internal_note }),
    )
  })

  const ofAction = Type.Object({ id, action_id: id })

  app.post(`${PATH}/:action_id`, { schema: { params: ofAction, body: pendingChange } }, async (request) => {
    const { container, params, body } = request
    const before = await pendingMethod(container, params.id, params.action_id)
    const method = await replacingMethod(container, params.id, before, body)
    const { internal_note } = body
    return changeStep(request, draftEdit, (change) =>
      orders.replaceAddedShippingOfChange(change, params.action_id, { method, internal_note }),
    )
  })

  app.delete(`${PATH}/:action_id`, { schema: { params: ofAction } }, (request) =>
    changeStep(request, draftEdit, (change) => orders.removeShippingAction(change, request.params.action_id)),
  )

  const ofMethod = Type.Object({ id, method_id: id })

  app.post(
    `${PATH}/method/:method_id`,
    { schema: { params: ofMethod, body: methodChange } },
    async (request) => {
      const { container, params, body } = request
      const method = await replacingMethod(container, params.id, params.method_id, body)
      const { internal_note } = body
      return changeStep(request, draftEdit, (change) =>
        orders.replaceShippingOfChange(change, params.method_id, { method, internal_note }),
      )
    },
  )

  app.delete(`${PATH}/method/:method_id`, { schema: { params: ofMethod } }, (request) =>
    changeStep(request, draftEdit, (change) =>
      orders.removeShippingWithChange(change, request.params.method_id),
    ),
  )
}

/** The shipping method that waits to come into a draft with this action. */
async function pendingMethod(container: Container, orderId: string, actionId: string): Promise<string> {
  const action = await container.resolve(Query).first<{ reference_id: string }>('order_change_action', {
    fields: ['reference_id'],
    filters: { id: actionId, order_id: orderId, action: 'SHIPPING_ADD', applied: false },
  })
  if (action) return action.reference_id
  throw new StoaError('not_found', `Action ${actionId} was not found in the open change of order ${orderId}.`)
}
