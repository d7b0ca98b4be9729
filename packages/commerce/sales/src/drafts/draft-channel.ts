import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'

/**
 * The sales channel a draft is sold in.
 *
 * @param wanted null for none. Default: the store's
 * @throws StoaError `not_found` for a channel that is not there
 */
export async function draftChannel(
  container: Container,
  wanted: string | null | undefined,
): Promise<string | null> {
  if (wanted === null) return null
  const query = container.resolve(Query)
  if (wanted === undefined) {
    const fields = ['default_sales_channel_id']
    const filters = { default_sales_channel_id: { $ne: null } }
    const store = await query.first('store', { fields, filters })
    return (store?.default_sales_channel_id as string | undefined) ?? null
  }
  const channel = await query.first('sales_channel', { fields: ['id'], filters: { id: wanted } })
  if (!channel) throw new StoaError('not_found', `SalesChannel with id: ${wanted} was not found`)
  return wanted
}
