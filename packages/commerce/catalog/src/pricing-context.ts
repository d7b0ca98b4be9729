import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'

/** What the authenticator found out about the buyer; prices and stock are computed for it. */
export interface BuyerContext extends Record<string, unknown> {
  region_id?: string
  currency_code?: string
  customer_group_ids?: string[]
  sales_channel_ids: string[]
  /** What is not on the shelf is not shown behind anything either. */
  only_shown_products: true
  only_shown_categories: true
}

/**
 * The buyer's context of a store request.
 *
 * @param fields what is asked for. Default: what the query says
 * @throws StoaError `invalid_data` where prices are asked for and nothing says in which currency
 */
export function buyerContext(
  request: FastifyRequest,
  fields = (request.query as { fields?: string }).fields,
): BuyerContext {
  const { context = {}, actor, publishable_key } = request.asker
  const { region_id } = request.query as { region_id?: string }
  if (region_id !== undefined && context.currency_code === undefined) {
    throw new StoaError(
      'invalid_data',
      `Region with id: ${region_id} was not found when setting the pricing context.`,
    )
  }
  if (fields?.includes('calculated_price') && context.currency_code === undefined) {
    throw new StoaError(
      'invalid_data',
      'Missing required pricing context to calculate prices - region_id: add region_id, or a cart_id, to the query.',
    )
  }
  return {
    ...context,
    customer_group_ids: actor?.customer_group_ids ?? [],
    sales_channel_ids: publishable_key?.sales_channel_ids ?? [],
    only_shown_products: true,
    only_shown_categories: true,
  }
}

/**
 * The sales channels whose products the asker may see: those of the publishable key, or the ones among them it names.
 *
 * @throws StoaError `invalid_data` for a channel the key does not open
 */
export function visibleChannels(request: FastifyRequest): string[] {
  const open = request.asker.publishable_key?.sales_channel_ids ?? []
  const asked = (request.query as { sales_channel_id?: string | string[] }).sales_channel_id
  if (asked === undefined) return open
  const list = [asked].flat()
  if (list.some((id) => !open.includes(id))) {
    throw new StoaError('invalid_data', 'Requested sales channel is not part of the publishable key')
  }
  return list
}
