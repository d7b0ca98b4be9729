import { Events } from '@stoa/events'
import { type CreatedParcel, FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { type Container, Database } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import { OrderService } from '@stoa/order'
import { createLinks } from '@stoa/query'
import { calculatePrice } from '@stoa/settings'
import { defineWorkflow } from '@stoa/workflows'
import { returnFulfillment } from '../links.ts'
import { draftReturn, type ReturnDraft, type WantedReturn } from '../returns/draft-return.ts'

type Price = NonNullable<ReturnDraft['price']>

/**
 * Asks for goods of an order to go back: they are counted, the shipping option's provider makes a parcel for the way back,
 * and only then is the return there. What the way back costs is the shipping option's price, whoever asks.
 *
 * @returns the return's id
 */
export const createReturn = defineWorkflow(
  'create-return',
  async (wanted: WantedReturn, { step, container }): Promise<{ return_id: string }> => {
    const draft = (await step('take items', () => draftReturn(container, wanted), {
      undo: ({ id }) => container.resolve(OrderService).forgetReturn(wanted.order_id, id),
    })) as ReturnDraft
    const { provider_id } = draft.option
    const price =
      draft.price ?? (await step('calculate price', () => computePrice(container, draft), { external: true }))
    const parcel =
      provider_id === null
        ? undefined
        : await step(
            'create parcel',
            ({ idempotency_key }) => callProvider(container, draft, idempotency_key),
            {
              external: true,
              undo: (made, { idempotency_key }) =>
                container
                  .resolve(FulfillmentProviders)
                  .get(provider_id)
                  .cancelFulfillment(made?.data ?? {}, { created_with: idempotency_key }),
            },
          )
    return step('record return', () => record(container, wanted, draft, price, parcel))
  },
)

async function computePrice(container: Container, { option, order }: ReturnDraft): Promise<Price> {
  const { amount, is_tax_inclusive } = await calculatePrice(container, option, order)
  return { amount: amount.toFixed(), is_tax_inclusive }
}

function callProvider(
  container: Container,
  { option, parcel, order }: ReturnDraft,
  idempotency_key: string,
): Promise<CreatedParcel> {
  const { id, values, delivery_address, items } = parcel
  const provider = container.resolve(FulfillmentProviders).get(option.provider_id as string)
  const fulfillment = { id, ...values, data: option.data ?? {}, delivery_address, items, order }
  return provider.createReturnFulfillment(fulfillment, { idempotency_key })
}

async function record(
  container: Container,
  { order_id, items, note = null }: WantedReturn,
  { id: return_id, order, option, location_id, parcel }: ReturnDraft,
  { amount, is_tax_inclusive }: Price,
  made: CreatedParcel | undefined,
): Promise<{ return_id: string }> {
  await container.resolve(OrderService).recordReturn({
    id: return_id,
    order_id,
    items,
    location_id,
    note,
    shipping: {
      name: option.name,
      shipping_option_id: option.id,
      amount: roundToCurrency(amount, order.currency_code),
      is_tax_inclusive,
      data: option.data,
    },
  })
  const values = { ...parcel.values, data: made?.data ?? {} }
  await container.resolve(FulfillmentService).addParcel({ ...parcel, values, labels: made?.labels ?? [] })
  await createLinks(container.resolve(Database), returnFulfillment, [
    { return_id, fulfillment_id: parcel.id },
  ])
  await container.resolve(Events).emit('order.return_requested', { id: order_id, order_id, return_id })
  return { return_id }
}
