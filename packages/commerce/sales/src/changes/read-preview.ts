import type { Container } from '@stoa/kernel'
import { previewFields, previewOrder } from '@stoa/order'
import { Query, type ResultRow } from '@stoa/query'

/**
 * An order as its open change would make it, with what it would come to. One statement.
 *
 * @param more fields beyond those that previews have
 * @throws StoaError `not_found`
 */
export async function readPreview(
  container: Container,
  orderId: string,
  more: readonly string[] = [],
): Promise<ResultRow> {
  return previewOrder(
    await container.resolve(Query).retrieve('order', orderId, {
      fields: [...new Set([...previewFields, ...more])],
    }),
  )
}
