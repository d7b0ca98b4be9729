import { fieldsQuery, type StoaServer } from '@stoa/http'
import { BigNumber, type Container, StoaError } from '@stoa/kernel'
import { type OpenChange, OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { type TObject, Type } from 'typebox'
import { type ChangeKind, changeStep, idOf } from './change-kind.ts'
import { newShippingMethod } from './new-shipping-method.ts'
import { addedShipping, changedShipping } from './schemas.ts'
import { soldOrder } from './sold-order.ts'

const KINDS = ['SHIPPING_ADD']

/**
 * The routes by which a shipping method comes into an order with a change, gets another price, and is left out again.
 *
 * @param path such as `/admin/order-edits/:id/shipping-method`
 * @param options.return_of the return with which goods go back; for goods that go to the buyer leave it out
 */
export function shippingRoutes(
  app: StoaServer,
  path: string,
  kind: ChangeKind,
  {
    return_of,
    querystring = fieldsQuery(),
  }: { return_of?: (change: OpenChange) => Promise<string> | string; querystring?: TObject } = {},
): void {
  const is_return = return_of !== undefined

  app.post(
    path,
    { schema: { params: Type.Object({ id: Type.String() }), body: addedShipping, querystring } },
    async (request) => {
      const { container, body } = request
      const order = await soldOrder(container, await kind.order(container, idOf(request)))
      const method = await newShippingMethod(container, order, body, { is_return })
      return changeStep(request, kind, async (change) => {
        const return_id = await return_of?.(change)
        const { internal_note } = body
        await container
          .resolve(OrderService)
          .addShippingToChange(change, method, { return_id, internal_note })
      })
    },
  )

  const params = Type.Object({ id: Type.String(), action_id: Type.String() })

  app.post(
    `${path}/:action_id`,
    { schema: { params, body: changedShipping, querystring } },
    async (request) => {
      const { container, body } = request
      const { action_id } = request.params
      const { custom_amount, internal_note } = body
      const asked =
        custom_amount === null ? await ownPrice(container, kind, idOf(request), action_id, is_return) : null
      return changeStep(request, kind, async (change) => {
        const orders = container.resolve(OrderService)
        await orders.findChangeAction(change, action_id, KINDS)
        await orders.updateShippingOfChange(change, action_id, {
          ...(custom_amount === undefined ? {} : { amount: asked ?? BigNumber(custom_amount ?? 0) }),
          is_custom_amount: custom_amount != null,
          internal_note,
        })
      })
    },
  )

  app.delete(`${path}/:action_id`, { schema: { params, querystring } }, (request) =>
    changeStep(request, kind, async (change) => {
      const { action_id } = request.params
      const orders = request.container.resolve(OrderService)
      await orders.findChangeAction(change, action_id, KINDS)
      await orders.removeChangeAction(change, action_id)
    }),
  )
}

/** What the option costs whose price was replaced. Its provider may be asked, so no transaction is open yet. */
async function ownPrice(
  container: Container,
  kind: ChangeKind,
  id: string,
  actionId: string,
  is_return: boolean,
): Promise<BigNumber> {
  const query = container.resolve(Query)
  const orderId = await kind.order(container, id)
  const action = await query.first<{ reference_id: string }>('order_change_action', {
    fields: ['reference_id'],
    filters: { id: actionId, order_id: orderId, action: KINDS },
  })
  if (!action) {
    throw new StoaError(
      'not_found',
      `Action ${actionId} was not found in the open change of order ${orderId}.`,
    )
  }
  const { shipping_option_id } = await query.retrieve<{ shipping_option_id: string }>(
    'order_shipping_method',
    action.reference_id,
    { fields: ['shipping_option_id'] },
  )
  const order = await soldOrder(container, orderId)
  const { values } = await newShippingMethod(container, order, { shipping_option_id }, { is_return })
  return BigNumber(values.amount as BigNumber)
}
