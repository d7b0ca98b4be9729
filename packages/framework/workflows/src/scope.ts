import { AsyncLocalStorage } from 'node:async_hooks'
import type { Run } from './run.ts'

/** Where in which execution the code that asks runs. */
export interface Scope {
  run: Run
  /** Set before the names of steps, where one workflow runs inside another. */
  prefix: string
  /** Set inside a step. */
  step?: { name: string; external: boolean }
  /** `workflow key` of every execution that waits for this one, and its own. */
  keys: ReadonlySet<string>
}

export const scopes = new AsyncLocalStorage<Scope>()
