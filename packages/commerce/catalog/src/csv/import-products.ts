import { readCsv } from '@stoa/csv'
import { Events } from '@stoa/events'
import { FileService } from '@stoa/file'
import { type Container, createId, Database, StoaError } from '@stoa/kernel'
import { changeProducts } from '../change-products.ts'
import { createProducts } from '../create-products.ts'
import { setPlainPrices } from '../variant-prices.ts'
import { addVariants, changeVariants } from '../variants.ts'
import { type ProductDraft, readDrafts } from './drafts.ts'
import type { ImportFinished } from './import-finished.ts'
import { findKnown } from './known.ts'
import { type ImportPlan, planImport } from './plan.ts'

/** How many products an import creates and changes, as the wire names it. */
export interface ImportSummary {
  toCreate: number
  toUpdate: number
}

/** An import that waits to be confirmed. */
export interface PendingImport {
  transaction_id: string
  summary: ImportSummary
}

/**
 * Reads a file of products, checks all of it, and remembers it until it is confirmed. Nothing of the catalogue changes.
 *
 * @param fileId of a file that the file service keeps
 * @throws StoaError `not_found` for a file that is not there; `invalid_data` that names the lines of rows that cannot be imported
 */
export async function prepareImport(container: Container, fileId: string): Promise<PendingImport> {
  const drafts = await draftsOf(container, fileId)
  const { created, changed } = planImport(drafts, await findKnown(container, drafts))
  const transaction_id = createId('trx')
  const summary = { toCreate: created.length, toUpdate: changed.length }
  await container
    .resolve(Database)
    .query(
      'insert into stoa_catalog.product_import (transaction_id, file_id, to_create, to_update) values ($1, $2, $3, $4)',
      [transaction_id, fileId, summary.toCreate, summary.toUpdate],
    )
  return { transaction_id, summary }
}

/**
 * Imports the products of a file that was prepared: all of them, or none. The file is forgotten afterwards.
 *
 * @throws StoaError `not_found` for an import nobody prepared, `conflict` for one that is done; `invalid_data` that names
 *   the lines of rows that cannot be imported any more
 */
export async function confirmImport(container: Container, transactionId: string): Promise<void> {
  const database = container.resolve(Database)
  const [pending] = await database.query<{ file_id: string; confirmed_at: Date | null }>(
    'select file_id, confirmed_at from stoa_catalog.product_import where transaction_id = $1',
    [transactionId],
  )
  if (!pending) {
    throw new StoaError('not_found', `Product import with transaction id: ${transactionId} was not found`)
  }
  if (pending.confirmed_at) throw confirmedBefore(transactionId)
  const drafts = await draftsOf(container, pending.file_id)
  await database.transaction(async () => {
    const mine = await database.query(
      `update stoa_catalog.product_import set confirmed_at = now()
       where transaction_id = $1 and confirmed_at is null returning transaction_id`,
      [transactionId],
    )
    if (mine.length === 0) throw confirmedBefore(transactionId)
    const plan = planImport(drafts, await findKnown(container, drafts))
    await runPlan(container, plan)
    const finished: ImportFinished = {
      id: transactionId,
      created: plan.created.length,
      changed: plan.changed.length,
    }
    await container.resolve(Events).emit('product.import_finished', finished)
  })
  await container.resolve(FileService).deleteFiles([pending.file_id])
}

const confirmedBefore = (transactionId: string) =>
  new StoaError('conflict', `Product import ${transactionId} is confirmed already.`)

async function draftsOf(container: Container, fileId: string): Promise<ProductDraft[]> {
  return readDrafts(readCsv(await container.resolve(FileService).downloadFile(fileId)))
}

/** Each kind of change at once, so that a file of a thousand products costs no more statements than one of a hundred. */
async function runPlan(container: Container, plan: ImportPlan): Promise<void> {
  await createProducts(container, plan.created)
  await changeProducts(container, plan.changed)
  await changeVariants(container, plan.changed_variants)
  await addVariants(container, plan.added_variants)
  await setPlainPrices(container, plan.prices)
}

/** Days that an import waits to be confirmed. */
const KEEP_DAYS = 7

/** Forgets imports after a while, and the files of those that nobody confirmed. */
export async function forgetImports(container: Container): Promise<void> {
  const gone = await container
    .resolve(Database)
    .query<{ file_id: string }>(
      'delete from stoa_catalog.product_import where created_at < now() - make_interval(days => $1) returning file_id',
      [KEEP_DAYS],
    )
  await container.resolve(FileService).deleteFiles(gone.map(({ file_id }) => file_id))
}
