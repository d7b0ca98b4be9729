import { type Container, createId, StoaError } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import type { NewOrderLine } from '@stoa/order'
import {
  calculatePrice,
  findRegion,
  fixedPrice,
  type PricedShippingOption,
  shippingOptionsFor,
  taxesOf,
} from '@stoa/settings'
import type { SoldOrder } from './sold-order.ts'

/** How something of an order is to be sent. */
export interface WantedShipping {
  shipping_option_id: string
  /** In major units. Default: the option's price. */
  custom_amount?: number | null | undefined
  metadata?: Record<string, unknown> | null | undefined
}

/**
 * The shipping method of an option that comes into an order, with its price and its taxes. The option's provider may be asked
 * for the price, so call it outside of transactions.
 *
 * @param options.is_return for goods that come back; their way bears the taxes of the way there. Default: false
 * @throws StoaError `invalid_data` for an option that does not fit the order
 */
export async function newShippingMethod(
  container: Container,
  order: SoldOrder,
  { shipping_option_id, custom_amount, metadata }: WantedShipping,
  { is_return = false }: { is_return?: boolean } = {},
): Promise<NewOrderLine> {
  const option = await findShippingOption(container, order, shipping_option_id, { is_return })
  const price =
    fixedPrice(option) ?? (custom_amount == null ? await calculatePrice(container, option, order) : null)
  const id = createId('ordsm')
  const amount = roundToCurrency(custom_amount ?? price?.amount ?? 0, order.currency_code)
  const region = order.region_id ? await findRegion(container, order.region_id) : undefined
  const shipping_methods = [{ id, shipping_option_id }]
  const taxes = await taxesOf(container, { ...order, items: [], shipping_methods }, region)
  return {
    id,
    values: {
      name: option.name,
      shipping_option_id,
      amount,
      is_tax_inclusive: price?.is_tax_inclusive ?? option.is_tax_inclusive,
      is_custom_amount: custom_amount != null,
      data: option.data,
      metadata: metadata ?? null,
    },
    tax_lines: taxes.flatMap((tax) => {
      const { shipping_method_id: _, ...columns } = tax as typeof tax & { shipping_method_id?: string }
      return [columns]
    }),
    adjustments: [],
  }
}

/**
 * The shipping option with this id, if goods of the order can go with it.
 *
 * @param options.in_store only such as buyers may choose. Default: false
 * @throws StoaError `invalid_data` that names those that could
 */
export async function findShippingOption(
  container: Container,
  order: SoldOrder,
  optionId: string,
  { is_return, in_store = false }: { is_return: boolean; in_store?: boolean },
): Promise<PricedShippingOption> {
  const options = (await shippingOptionsFor(container, order, { is_return, in_store })).filter(
    // An option that says nothing about returns is a way there.
    ({ rules }) => !is_return || rules.some(({ attribute }) => attribute === 'is_return'),
  )
  const option = options.find(({ id }) => id === optionId)
  if (option) return option
  const others = options.map(({ id, name }) => `${id} (${name})`).join(', ')
  throw new StoaError(
    'invalid_data',
    `Shipping option ${optionId} is no way ${is_return ? 'back ' : ''}for order ${order.id}. ${others ? `There are: ${others}.` : 'There is none.'}`,
  )
}
