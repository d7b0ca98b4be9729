interface Problem extends Error {
  code?: string
  port?: number
}

/** Errors that say themselves what to do. */
const PLAIN = new Set(['StoaError', 'EmbeddedPostgresError'])

/** What to tell the person who starts the host. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port, name, message, stack } = error as Problem
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use. Stop what runs there, or set PORT to another one.`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `The database at DATABASE_URL cannot be reached: ${message || code}. Start it, or correct the URL.`
  }
  return PLAIN.has(name) ? message : (stack ?? message)
}
