import { type Container, createId, StoaError } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import type { NewOrderLine } from '@stoa/order'
import { Query } from '@stoa/query'
import { type SellingRegion, taxesOf } from '@stoa/settings'
import type { Static } from 'typebox'
import type { SoldOrder } from '../changes/sold-order.ts'
import { amountOf, type newDraft } from './schemas.ts'

type Method = NonNullable<Static<typeof newDraft>['shipping_methods']>[number]

/**
 * How a draft is to be shipped, at the prices that the shopkeeper names, with the taxes where it goes.
 *
 * @throws StoaError `invalid_data` for shipping options that are not there
 */
export async function draftShipping(
  container: Container,
  order: SoldOrder,
  region: SellingRegion,
  wanted: readonly Method[],
): Promise<NewOrderLine[]> {
  if (wanted.length === 0) return []
  await assertOptions(
    container,
    wanted.map(({ shipping_option_id }) => shipping_option_id),
  )
  const methods = wanted.map(({ shipping_option_id, name, amount, data }) => ({
    id: createId('ordsm'),
    name,
    shipping_option_id,
    amount: roundToCurrency(amountOf(amount), order.currency_code),
    is_tax_inclusive: false,
    is_custom_amount: true,
    data: data ?? null,
  }))
  const taxes = await taxesOf(container, { ...order, items: [], shipping_methods: methods }, region)
  return methods.map(({ id, ...values }) => ({
    id,
    values,
    tax_lines: taxes.flatMap((tax) => {
      const { shipping_method_id, ...columns } = tax as typeof tax & { shipping_method_id?: string }
      return shipping_method_id === id ? [columns] : []
    }),
    adjustments: [],
  }))
}

async function assertOptions(container: Container, ids: readonly string[]): Promise<void> {
  const found = await container
    .resolve(Query)
    .list<{ id: string }>('shipping_option', { fields: ['id'], filters: { id: [...ids] } })
  const known = new Set(found.map(({ id }) => id))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length > 0) {
    throw new StoaError('invalid_data', `Shipping option ${missing.join(', ')} does not exist.`)
  }
}
