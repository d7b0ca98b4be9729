/** What an entity's own SQL may use: parameters and what the asker said about the context. */
export interface Scope {
  /** What was passed as `context`, such as the currency prices are wanted in. */
  readonly context: Readonly<Record<string, unknown>>
  /**
   * Registers a value and gives its placeholder.
   *
   * @param value what PostgreSQL receives
   * @param type its PostgreSQL type
   */
  parameter(value: unknown, type: string): string
  /** An alias nothing else in the statement uses. */
  alias(hint: string): string
}

/** SQL that computes a value from a row. `alias` is the row's; the SQL must give JSON or a plain scalar. */
export type Expression = (alias: string, scope: Scope) => string

/** The values of one statement in the order of their placeholders. */
export class StatementScope implements Scope {
  readonly context: Readonly<Record<string, unknown>>
  readonly values: unknown[] = []
  #aliases = 0

  constructor(context: Readonly<Record<string, unknown>>) {
    this.context = context
  }

  parameter(value: unknown, type: string): string {
    this.values.push(value)
    return `$${this.values.length}::${type}`
  }

  alias(hint: string): string {
    this.#aliases += 1
    return `${hint.slice(0, 24)}_${this.#aliases}`
  }
}

/** An identifier as SQL wants it. */
export const quote = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`
