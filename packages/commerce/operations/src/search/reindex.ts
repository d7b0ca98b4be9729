import { Database } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { defineWorkflow } from '@stoa/workflows'
import { rebuildSearchIndex } from './search-index.ts'

/** Builds a search index anew in the background; one at a time of each. */
export const reindex = defineWorkflow(
  'reindex-search',
  async ({ name }: { name: string }, { step, container }): Promise<void> => {
    const { table } = container.resolve(Query).graph.node(name)
    await step('rebuild', () => rebuildSearchIndex(container.resolve(Database), table), { external: true })
  },
)
