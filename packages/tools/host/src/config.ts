import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerOptions } from '@stoa/http'
import type { Plugin } from './plugin.ts'

/** What a project's `stoa.config.ts` says. It is a plugin itself, and may take others in. */
export interface StoaConfig extends Plugin {
  plugins?: readonly Plugin[]
  /** Settings of the HTTP server that have no environment variable. */
  server?: Pick<ServerOptions, 'body_limit' | 'auth_rate_limit' | 'session_cookie' | 'openapi' | 'trust_proxy'>
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

/** The configuration in a project's folder; an empty one where it has none. */
export async function loadProjectConfig(project: string): Promise<StoaConfig> {
  const files = await Promise.all(NAMES.map((name) => exists(join(project, name))))
  if (!files.includes(true)) return {}
  const { loadConfig } = await import('c12')
  const { config } = await loadConfig<StoaConfig>({
    name: 'stoa',
    cwd: project,
    rcFile: false,
    globalRc: false,
    // Node's own import: a second copy of a module's classes would be a second set of tokens.
    import: (file) => import(file.startsWith('file:') ? file : pathToFileURL(file).href),
  })
  return config
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
