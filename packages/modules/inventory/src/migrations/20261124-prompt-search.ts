import { promptIndex, sqlMigration } from '@stoa/kernel'

export const promptSearch = sqlMigration(
  'inventory/20261124_prompt_search',
  promptIndex('stoa_inventory.inventory_item_search_document_index'),
)
