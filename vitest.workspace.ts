import { defineConfig } from 'vitest/config'

const conditions = ['@stoa/source']
const ALONE = ['packages/framework/{events,telemetry,workflows}', 'packages/providers/events-nats'].map(
  (path) => `${path}/test/**/*.test.ts`,
)

/** For tests that have a database of their own (see packages/tools/testing). */
const database = {
  globalSetup: ['packages/tools/testing/src/global-setup.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

/**
 * `unit` needs nothing. The files of `database` share a process, and so what they import: no package keeps state outside its
 * container. Those of `alone` have a process each: what OpenTelemetry patches belongs to a whole one, and their helpers stop hosts and
 * servers behind the file that imports them.
 */
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
          exclude: [...ALONE, '**/node_modules/**'],
          isolate: false,
          setupFiles: ['tooling/wire/src/hold-shapes.ts'],
          ...database,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE, ...database } },
    ],
  },
})
