import type { Pool, PoolClient } from 'pg'

/** Hears of every statement sent to PostgreSQL; for counting in tests and for metrics. */
export type StatementListener = (text: string) => void

const NAMED = /^\/\*p:(\w+)\*\/ /

/** Marks a statement's text so that it is sent as a prepared one under this name. */
export const named = (name: string, text: string) => `/*p:${name}*/ ${text}`

/**
 * Listens on every connection of a pool and sends marked statements as prepared ones. Kysely, through which the ORM
 * sends what belongs to a transaction, has no notion of a prepared statement's name: hence the mark in the text.
 */
export function watchStatements(pool: Pool, listeners: ReadonlySet<StatementListener>): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((config: unknown, ...rest: unknown[]) => {
      const text = typeof config === 'string' ? config : (config as { text?: string })?.text
      if (text === undefined) return send(config, ...rest)
      for (const listener of listeners) listener(text)
      const name = NAMED.exec(text)?.[1]
      if (name === undefined) return send(config, ...rest)
      const [values, callback] =
        typeof config === 'string' ? rest : [(config as { values?: unknown }).values, rest[0]]
      return send({ name, text, values: values ?? [] }, ...(typeof callback === 'function' ? [callback] : []))
    }) as typeof client.query
  })
}
