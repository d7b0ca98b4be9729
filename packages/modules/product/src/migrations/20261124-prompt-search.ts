import { promptIndex, sqlMigration } from '@stoa/kernel'

export const promptSearch = sqlMigration(
  'product/20261124_prompt_search',
  promptIndex('stoa_product.product_search_document_index'),
)
