import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerOptions } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import type { Plugin } from './plugin.ts'

/** What a project's `stoa.config.ts` says. It is a plugin itself, and may take others in. */
export interface StoaConfig extends Plugin {
  plugins?: readonly Plugin[]
  /** Settings of the HTTP server that have no environment variable. */
  server?: Pick<
    ServerOptions,
    'body_limit' | 'auth_rate_limit' | 'session_cookie' | 'openapi' | 'trust_proxy'
  >
}

/**
 * The configuration of a project, typed.
 *
 * @example
 * // stoa.config.ts
 * import { defineConfig } from '@stoa/host'
 * import { reviews } from './src/reviews/index.ts'
 *
 * export default defineConfig({ plugins: [reviews] })
 */
export const defineConfig = (config: StoaConfig): StoaConfig => config

const NAMES = ['ts', 'mts', 'js', 'mjs'].map((ending) => `stoa.config.${ending}`)

/**
 * The configuration in a project's folder; an empty one where it has none. Node imports it itself: a loader of its own
 * would give the file second copies of the classes that modules register under.
 *
 * @throws StoaError `invalid_data` if the file has no default export
 */
export async function loadProjectConfig(project: string): Promise<StoaConfig> {
  const name = (await readdir(project)).find((entry) => NAMES.includes(entry))
  if (name === undefined) return {}
  const file = join(project, name)
  const { default: config } = (await import(pathToFileURL(file).href)) as { default?: StoaConfig }
  if (typeof config === 'object') return config
  throw new StoaError('invalid_data', `${file} exports nothing. Write: export default defineConfig({ … })`)
}
