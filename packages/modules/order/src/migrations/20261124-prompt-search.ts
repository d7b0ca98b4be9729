import { promptIndex, sqlMigration } from '@stoa/kernel'

export const promptSearch = sqlMigration(
  'order/20261124_prompt_search',
  promptIndex('stoa_order.order_search_document_index'),
)
