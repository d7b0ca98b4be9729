import { CartService } from '@stoa/cart'
import { usesOf } from '@stoa/catalog'
import { Events } from '@stoa/events'
import { InventoryService } from '@stoa/inventory'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { type NewOrder, OrderService } from '@stoa/order'
import { type PaymentResult, PaymentService } from '@stoa/payment'
import { type CountedUse, PromotionService } from '@stoa/promotion'
import { recordCaptures, reserveLines } from '@stoa/sales'
import { defineWorkflow } from '@stoa/workflows'
import { assertCompletable, type CartSession } from './assert-completable.ts'
import { draftOrder } from './draft-order.ts'

interface Draft {
  /** Where the cart is an order already. */
  placed?: string
  order: NewOrder
  session?: CartSession
  /** The uses of promotions that were counted for it. */
  uses: CountedUse[]
  /** What the cart was when the order was drafted; a later change makes the draft void. */
  updated_at: string
}

/**
 * Makes a cart an order: its stock is reserved and the uses of its promotions are counted, its payment authorised, and only then the order placed. Whatever fails on
 * the way gives back what went before it, and the cart can be completed again.
 *
 * @returns the order's id; for a cart that was completed before, the same one
 */
export const completeCart = defineWorkflow(
  'complete-cart',
  async ({ cart_id }: { cart_id: string }, { step, container }): Promise<{ order_id: string }> => {
    const draft = await step('reserve stock', () => reserve(container, cart_id), {
      undo: (draft: Draft) => release(container, draft),
    })
    if (draft.placed) return { order_id: draft.placed }
    const { session } = draft
    // What was taken already counts for the order; what is only held is captured later.
    let isTaken = session?.is_paid === true
    if (session && !session.is_paid) {
      const { status, message } = await step(
        'authorize payment',
        ({ idempotency_key }) => authorize(container, session, idempotency_key),
        {
          external: true,
          undo: (reached, { idempotency_key }) => letGo(container, session, reached?.status, idempotency_key),
        },
      )
      if (!isAuthorized(status)) throw unpaid(status, message)
      isTaken = status === 'captured'
    }
    return step('place order', () => place(container, cart_id, draft, isTaken))
  },
)

async function reserve(container: Container, cartId: string): Promise<Draft> {
  const cart = await container.resolve(CartService).lockCart(cartId)
  const [row] = await container
    .resolve(Database)
    .query<{ placed: string | null; sessions: CartSession[] }>(SURROUNDINGS, [cartId], {
      name: 'complete_surroundings',
    })
  const { updated_at } = cart
  if (row?.placed) return { placed: row.placed, order: {} as NewOrder, uses: [], updated_at }
  const session = assertCompletable(cart, row?.sessions ?? [])
  const order = draftOrder(cart)
  const lines = order.items.map(({ id, quantity, values }) => ({
    id,
    quantity,
    variant_id: values.variant_id as string | null,
  }))
  await reserveLines(container, cart.sales_channel_id, lines)
  // Last, so that carts with the same promotion wait for each other as shortly as can be.
  const uses = await container
    .resolve(PromotionService)
    .countUses(usesOf(cart), { customer_id: cart.customer_id, customer_email: cart.email })
  return { order, ...(session ? { session } : {}), uses, updated_at }
}

const SURROUNDINGS = `
select (select order_id from stoa_link.order_cart where cart_id = $1) as placed,
  coalesce((
    select json_agg(json_build_object('id', s.id, 'provider_id', s.provider_id, 'status', s.status,
      'is_paid', exists (select from stoa_payment.payment p where p.payment_session_id = s.id and p.canceled_at is null), 'amount', s.amount::text, 'currency_code', s.currency_code,
      'data', s.data, 'payment_collection_id', s.payment_collection_id) order by s.created_at desc)
    from stoa_link.cart_payment_collection link
    join stoa_payment.payment_session s on s.payment_collection_id = link.payment_collection_id and s.deleted_at is null
    where link.cart_id = $1), '[]') as sessions`

async function release(container: Container, { order, uses }: Draft): Promise<void> {
  await container.resolve(InventoryService).release((order.items ?? []).map(({ id }) => id))
  await container.resolve(PromotionService).giveBackUses(uses)
}

type Status = PaymentResult['status']

const isAuthorized = (status: Status) => status === 'authorized' || status === 'captured'

async function authorize(
  container: Container,
  session: CartSession,
  idempotency_key: string,
): Promise<Pick<PaymentResult, 'status' | 'message'>> {
  const payments = container.resolve(PaymentService)
  const result = await payments.authorizePayment(session, idempotency_key)
  const { status, message } = result
  if (isAuthorized(status)) await payments.recordAuthorization(session.id, result)
  return { status, ...(message ? { message } : {}) }
}

/**
 * Lets go of money that was held, and gives back what was taken. A payment that only waits for another step of the buyer is
 * left as it is: it can still succeed. Where nothing is known of the call's outcome, the provider is asked.
 */
async function letGo(
  container: Container,
  session: CartSession,
  reached: Status | undefined,
  idempotency_key: string,
): Promise<void> {
  if (reached !== undefined && !isAuthorized(reached)) return
  await container.resolve(PaymentService).giveUpSession(session, reached, `${idempotency_key}/undo`)
}

const unpaid = (status: Status, message = `the payment is ${status}.`) =>
  new StoaError('payment_authorization_error', `Payment authorization failed: ${message}`, { code: status })

/** The cart must still be what was reserved and paid for; the unique link makes sure it becomes one order only. */
async function place(
  container: Container,
  cartId: string,
  { order, session, uses, updated_at }: Draft,
  isTaken: boolean,
): Promise<{ order_id: string }> {
  const database = container.resolve(Database)
  if (!(await container.resolve(CartService).markCompleted(cartId, updated_at))) {
    throw new StoaError(
      'conflict',
      `Cart ${cartId} was changed while it was being completed. Look at it, then complete it again.`,
    )
  }
  await container.resolve(OrderService).placeOrder(order)
  await database.query(
    `with cart as (insert into stoa_link.order_cart (order_id, cart_id) values ($1, $2)),
       promotion as (
         insert into stoa_link.order_promotion (order_id, promotion_id, budget_id, amount, attribute_value)
         select $1, promotion_id, budget_id, amount, attribute_value from json_to_recordset($4) as used(
           promotion_id text, budget_id text, amount numeric, attribute_value text))
     insert into stoa_link.order_payment_collection (order_id, payment_collection_id) select $1, $3::text where $3::text is not null`,
    [order.id, cartId, session?.payment_collection_id ?? null, JSON.stringify(uses)],
  )
  if (isTaken) await recordCaptures(container, order.id)
  await container.resolve(Events).emit('order.placed', { id: order.id })
  return { order_id: order.id }
}
