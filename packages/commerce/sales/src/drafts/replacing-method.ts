import { BigNumber, type Container, createId, StoaError } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import type { NewOrderLine } from '@stoa/order'
import { Query } from '@stoa/query'
import { newShippingMethod } from '../changes/new-shipping-method.ts'
import { soldOrder } from '../changes/sold-order.ts'

/** How a draft is to be shipped instead. */
export interface WantedReplacement {
  /** Default: the same. */
  shipping_option_id?: string | undefined
  /** In major units; null for the option's own price. Default: a price that was named stays, where the option does. */
  custom_amount?: number | null | undefined
  metadata?: Record<string, unknown> | null | undefined
}

const TAX_COLUMNS = ['code', 'rate', 'description', 'provider_id', 'tax_rate_id', 'data', 'metadata']

interface Method extends Record<string, unknown> {
  id: string
  name: string
  shipping_option_id: string | null
  raw_amount: { value: string }
  is_tax_inclusive: boolean
  is_custom_amount: boolean
  data: Record<string, unknown> | null
  metadata: Record<string, unknown> | null
  tax_lines: Record<string, unknown>[]
}

/**
 * The shipping method that stands in place of one of a draft. An option's provider may be asked for its price, so call it outside
 * of transactions.
 *
 * @param methodId the one that is replaced
 * @throws StoaError `not_found` for a method that is not there; `invalid_data` for an option that does not fit the draft
 */
export async function replacingMethod(
  container: Container,
  orderId: string,
  methodId: string,
  wanted: WantedReplacement,
): Promise<NewOrderLine> {
  const before = await container
    .resolve(Query)
    .first<Method>('order_shipping_method', { fields: ['*', '*tax_lines'], filters: { id: methodId } })
  const order = await soldOrder(container, orderId)
  if (!before) {
    throw new StoaError('not_found', `ShippingMethod with id: ${methodId} was not found in order ${orderId}.`)
  }
  const { shipping_option_id, custom_amount, metadata = before.metadata } = wanted
  const option = shipping_option_id ?? before.shipping_option_id
  const isSame = option === before.shipping_option_id
  const isNamed = custom_amount != null || (custom_amount === undefined && before.is_custom_amount)
  if (!isSame || !isNamed) {
    return newShippingMethod(container, order, {
      shipping_option_id: option ?? '',
      custom_amount,
      metadata,
    })
  }
  return {
    id: createId('ordsm'),
    values: {
      name: before.name,
      shipping_option_id: option,
      amount: roundToCurrency(custom_amount ?? BigNumber(before.raw_amount.value), order.currency_code),
      is_tax_inclusive: before.is_tax_inclusive,
      is_custom_amount: true,
      data: before.data,
      metadata,
    },
    tax_lines: before.tax_lines.map((tax) =>
      Object.fromEntries(TAX_COLUMNS.map((name) => [name, tax[name]])),
    ),
    adjustments: [],
  }
}
