import { tellInFeed } from '@stoa/operations'

/** What `product.import_finished` says. */
export interface ImportFinished {
  /** The transaction's. */
  id: string
  created: number
  changed: number
}

/** Whoever is not looking when an import is done hears of it in the admin's feed. */
export const importFinished = tellInFeed<ImportFinished>(
  'product.import_finished',
  ({ created, changed }) => ({
    title: 'Product import',
    description: `Products that were created: ${created}. Products that were changed: ${changed}.`,
  }),
)
