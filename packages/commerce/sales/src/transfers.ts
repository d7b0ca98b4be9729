import { CustomerService } from '@stoa/customer'
import { Events } from '@stoa/events'
import { type Container, StoaError } from '@stoa/kernel'
import { OrderService, type TransferRequest } from '@stoa/order'
import { emitOrder } from './emit-order.ts'

/**
 * Asks for an order to be given to a registered customer. A subscriber of `order.transfer_requested` sends the token, which
 * OrderService gives by the id of the order change, to the order's e-mail address.
 *
 * @throws StoaError `not_found` for no such customer, `invalid_data` for a guest, and as OrderService.requestTransfer
 */
export async function requestTransfer(
  container: Container,
  orderId: string,
  request: TransferRequest,
): Promise<void> {
  const customer = await container.resolve(CustomerService).retrieveCustomer(request.customer_id)
  if (!customer.has_account) {
    throw new StoaError(
      'invalid_data',
      `Customer ${customer.id} is a guest. An order can be asked for by somebody with an account; a shopkeeper gives it to a guest at once.`,
    )
  }
  const { id } = await container.resolve(OrderService).requestTransfer(orderId, request)
  await container.resolve(Events).emit('order.transfer_requested', { id: orderId, order_change_id: id })
}

/** Accepts a transfer by its token. See OrderService.acceptTransfer for the errors. */
export async function acceptTransfer(container: Container, orderId: string, token: string): Promise<void> {
  const orders = container.resolve(OrderService)
  const { customer_id, update_order_email } = await orders.acceptTransfer(orderId, token)
  const { email } = await container.resolve(CustomerService).retrieveCustomer(customer_id)
  if (update_order_email) await orders.updateOrders({ id: orderId, email })
  await emitOrder(container, 'order.updated', orderId)
}

/** Gives an order at once to the guest with this e-mail address, which becomes the order's. */
export async function transferToGuest(
  container: Container,
  orderId: string,
  { email, ...request }: Omit<TransferRequest, 'customer_id'> & { email: string },
): Promise<void> {
  const orders = container.resolve(OrderService)
  const guest = await container.resolve(CustomerService).findOrCreateGuest(email)
  await orders.transferNow(orderId, { ...request, customer_id: guest.id })
  await orders.updateOrders({ id: orderId, email: guest.email })
  await emitOrder(container, 'order.updated', orderId)
}
