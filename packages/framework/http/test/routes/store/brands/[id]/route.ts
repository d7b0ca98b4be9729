import type { FileRouteHandler } from '@stoa/http'

export const GET: FileRouteHandler = (request) => ({
  brand: { id: (request.params as { id: string }).id },
  sales_channel_ids: request.asker.publishable_key?.sales_channel_ids,
})
