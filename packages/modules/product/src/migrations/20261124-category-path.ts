import { sqlMigration } from '@stoa/kernel'

/** What lies below a category is a range of paths, in the order of their bytes. */
export const categoryPath = sqlMigration(
  'product/20261124_category_path',
  'create index product_category_mpath_index on stoa_product.product_category (mpath collate "C") where deleted_at is null;',
)
