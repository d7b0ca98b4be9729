import { type CustomTypesConfig, type Pool, type PoolClient, types } from 'pg'

/**
 * Hears of every statement sent to PostgreSQL; for counting in tests, metrics and traces. If it returns a function, that is
 * a {@link StatementEnd}.
 */
export type StatementListener = (text: string) => StatementEnd | unknown

/** Called when a statement has ended, with the error if it failed. */
export type StatementEnd = (error?: unknown) => void

/** How a statement is sent. */
export interface StatementOptions {
  /**
   * Prepares it under this name: letters, digits, underscore. The same name must always carry the same text. Each prepared
   * statement costs memory on every connection: name only hot ones.
   */
  name?: string
  /** Prepares it, under a name of its own, once the same text comes again. For statements that are put together. */
  prepare?: boolean
  /** Whether values of the type `json` (not `jsonb`) are left as the text they are. Default: they are parsed. */
  json?: 'text' | 'parsed'
}

const MARK = /^\/\*stoa (\w*)(:text)?\*\/ /

/** Marks a statement's text with the way it is to be sent. */
export function marked(
  text: string,
  { name = '', json = 'parsed' }: Omit<StatementOptions, 'prepare'>,
): string {
  if (name === '' && json === 'parsed') return text
  return `/*stoa ${name}${json === 'text' ? ':text' : ''}*/ ${text}`
}

const asText: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === types.builtins.JSON
      ? (value: string) => value
      : types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
}

/**
 * Listens on every connection of a pool and sends marked statements the way their mark says. Kysely, through which the ORM
 * sends what belongs to a transaction, has no notion of a prepared statement's name: hence the mark in the text.
 */
export function watchStatements(pool: Pool, listeners: ReadonlySet<StatementListener>): void {
  pool.on('connect', (client: PoolClient) => {
    const send = client.query.bind(client) as Send
    client.query = ((config: unknown, ...rest: unknown[]) => {
      const text = typeof config === 'string' ? config : (config as { text?: string })?.text
      if (text === undefined) return send(config, ...rest)
      const ends = [...listeners].map((listener) => listener(text)).filter(isEnd)
      const mark = MARK.exec(text)
      return tellEnd(send, mark ? asMarked(mark, text, config, rest) : [config, ...rest], ends)
    }) as typeof client.query
  })
}

const isEnd = (value: unknown): value is StatementEnd => typeof value === 'function'

type Send = (...args: unknown[]) => unknown
type Callback = (error: unknown, result: unknown) => void

function asMarked(
  [, name, json]: RegExpExecArray,
  text: string,
  config: unknown,
  rest: unknown[],
): unknown[] {
  const [values, callback] =
    typeof config === 'string' ? rest : [(config as { values?: unknown }).values, rest[0]]
  const statement = {
    text,
    values: values ?? [],
    ...(name ? { name } : {}),
    ...(json ? { types: asText } : {}),
  }
  return typeof callback === 'function' ? [statement, callback] : [statement]
}

/** Sends a statement, by callback or by promise as it was asked, and calls those who want to know when it has ended. */
function tellEnd(send: Send, args: unknown[], ends: StatementEnd[]): unknown {
  if (ends.length === 0) return send(...args)
  const over = (error?: unknown) => {
    for (const end of ends) end(error ?? undefined)
  }
  const callback = args.at(-1)
  if (typeof callback === 'function') {
    const told: Callback = (error, result) => {
      over(error)
      ;(callback as Callback)(error, result)
    }
    return send(...args.slice(0, -1), told)
  }
  const sent = send(...args) as Promise<unknown>
  sent.then(() => over(), over)
  return sent
}
