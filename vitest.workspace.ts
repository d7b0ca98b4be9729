import { defineConfig } from 'vitest/config'

const conditions = ['@stoa/source']

/** `unit` needs nothing; `database` gives every file a database of its own (see packages/tools/testing). */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Where vitest runs globalSetup; it does not take over the conditions above.
  environments: { __vitest__: { resolve: { conditions } } },
  // Vite warns of each file of a dependency whose source map names sources that were not published.
  logLevel: 'error',
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tooling/*/src/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['packages/*/*/test/**/*.test.ts', '{apps,examples,tooling}/*/test/**/*.test.ts'],
          globalSetup: ['packages/tools/testing/src/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
