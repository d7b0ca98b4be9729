import { defineSubscriber, Events, type Subscriber } from '@stoa/events'
import { FileService, type KeptFile } from '@stoa/file'
import { type Container, createId, Database } from '@stoa/kernel'
import { defineWorkflow, type Workflow, Workflows } from '@stoa/workflows'
import mime from 'mime'
import { tellInFeed } from './tell-in-feed.ts'

/** What an export is asked for with. */
export interface Asked<Input> {
  /** The transaction's. */
  id: string
  input: Input
}

/** How a kind of things is written into a file. */
export interface ExportDefinition<Input> {
  /** Of the workflow: `export-products`. */
  name: string
  /** What users of the admin are told is done: `Product export`. */
  title: string
  /** Events are named after it: `product.export` tells `product.export_requested` and `product.export_finished`. */
  event: string
  /** With its ending: `products.csv`. */
  filename: string
  /** The file's bytes. */
  write: (container: Container, input: Input) => AsyncIterable<Uint8Array>
}

/** What `<event>_finished` says. */
interface Finished {
  /** The transaction's. */
  id: string
  file_id: string
  url: string
  filename: string
}

/** An export: who does it, and how it is asked for. */
export interface Export<Input> {
  workflow: Workflow<Asked<Input>, KeptFile>
  /** One writes the file, one tells the users of the admin of it. */
  subscribers: readonly Subscriber[]
  /**
   * Asks for a file. It is written in the background, by whichever host comes to it.
   *
   * @returns the transaction's id: the `id` of the event that tells where the file is, and the `transaction_id` of the workflow
   */
  request(container: Container, input: Input): Promise<string>
}

/**
 * Declares an export. Its workflow and its subscribers have to be registered with the host.
 *
 * When the file is there, `<event>_finished` tells of it with `{ id, file_id, url, filename }`, and so does the admin's feed where
 * there are notifications.
 *
 * @example
 * const exportTags = defineExport({
 *   name: 'export-tags', title: 'Tag export', event: 'product-tag.export', filename: 'tags.csv',
 *   write: (container) => writeCsv(['value'], tagsOf(container)),
 * })
 */
export function defineExport<Input>({
  name,
  title,
  event,
  filename,
  write,
}: ExportDefinition<Input>): Export<Input> {
  const workflow = defineWorkflow(
    name,
    { once: true },
    async ({ id, input }: Asked<Input>, { step, container }): Promise<KeptFile> => {
      const files = container.resolve(FileService)
      const file = await step(
        'write file',
        () => files.createFile({ filename, max_size: Number.POSITIVE_INFINITY }, write(container, input)),
        { external: true, undo: (kept) => files.deleteFiles(kept ? [kept.id] : []) },
      )
      await step('tell of it', () =>
        container
          .resolve(Events)
          .emit(`${event}_finished`, { id, file_id: file.id, url: file.url, filename }),
      )
      return file
    },
  )
  return {
    workflow,
    subscribers: [
      defineSubscriber<Asked<Input>>({
        name: `stoa.${name}`,
        event: `${event}_requested`,
        transaction: false,
        handler: ({ data }, { container }) =>
          container.resolve(Workflows).run(workflow, data, { key: data.id, transaction_id: data.id }),
      }),
      tellInFeed<Finished>(`${event}_finished`, ({ url, filename: name }) => ({
        title,
        description: `${name} is ready to be downloaded.`,
        file: { filename: name, url, mimeType: mime.getType(name) ?? 'application/octet-stream' },
      })),
    ],
    async request(container, input) {
      const id = createId('trx')
      await container
        .resolve(Database)
        .transaction(() => container.resolve(Events).emit(`${event}_requested`, { id, input }))
      return id
    },
  }
}
