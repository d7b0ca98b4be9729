import { promptIndex, sqlMigration } from '@stoa/kernel'

export const promptSearch = sqlMigration(
  'customer/20261124_prompt_search',
  promptIndex('stoa_customer.customer_search_document_index'),
)
