import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Database } from '@stoa/kernel'

/** Enough to know a statement by; the values are not in it. */
const LONGEST_TEXT = 2_000

/**
 * Makes every statement a span of its own below whatever is under way, by the conventions for database clients
 * (https://opentelemetry.io/docs/specs/semconv/database/postgresql/). Statements that belong to nothing that is traced, such
 * as looking for work, are left out.
 *
 * @returns a function that ends it
 */
export function traceStatements(database: Database): () => void {
  const tracer = trace.getTracer('@stoa/telemetry')
  return database.onStatement((text) => {
    if (!trace.getActiveSpan()) return
    const span = tracer.startSpan(nameOf(text), {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': text.slice(0, LONGEST_TEXT) },
    })
    return (error?: unknown) => {
      if (error) {
        span.setAttribute('error.type', String((error as { code?: unknown }).code ?? 'unknown'))
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end()
    }
  })
}

/** The statement's own name if it has one, or else its first word. */
const nameOf = (text: string) =>
  /^\/\*stoa (\w+)/.exec(text)?.[1] ??
  /^\s*(?:\/\*.*?\*\/\s*)?(\w+)/.exec(text)?.[1]?.toLowerCase() ??
  'statement'
