import type { SpanExporter } from '@opentelemetry/sdk-trace-node'
import type { StoaServer } from '@stoa/http'
import type { Database } from '@stoa/kernel'
import { traceStatements } from './trace-statements.ts'

/** Traces that are being made. */
export interface Tracing {
  /** Makes requests spans, and statements spans below them. Call it before the routes are added. */
  trace(app: StoaServer, database: Database): Promise<void>
  /** Sends what is left. */
  stop(): Promise<void>
}

/** What is asked every few seconds, and tells nothing. */
const UNTRACED = new Set(['/health', '/ready', '/metrics'])

/** Whether the environment says where to send traces. */
export const wantsTraces = (variables: Readonly<Record<string, string | undefined>>) =>
  variables.OTEL_SDK_DISABLED !== 'true' &&
  Boolean(variables.OTEL_EXPORTER_OTLP_ENDPOINT || variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)

/** How traces are sent. */
export interface TracingOptions {
  /** What the service is called unless `OTEL_SERVICE_NAME` says otherwise. Default: `stoa`. */
  name?: string
  /** Takes the spans. Default: sends them over OTLP (HTTP), as the environment says. */
  exporter?: SpanExporter
}

/**
 * Begins to send traces as the `OTEL_*` environment variables say
 * (https://opentelemetry.io/docs/languages/sdk-configuration/): endpoint, headers, sampler, service name. What it needs is
 * loaded only now, so that a host without traces does not carry it.
 */
export async function startTracing({ name = 'stoa', exporter }: TracingOptions = {}): Promise<Tracing> {
  process.env.OTEL_SERVICE_NAME ??= name
  const { NodeTracerProvider, BatchSpanProcessor } = await import('@opentelemetry/sdk-trace-node')
  const { FastifyOtelInstrumentation } = await import('@fastify/otel')
  const { defaultResource, detectResources, envDetector } = await import('@opentelemetry/resources')
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(exporter ?? (await openTelemetryExporter()))],
  })
  provider.register()
  const ends: (() => void)[] = []
  return {
    async trace(app, database) {
      const requests = new FastifyOtelInstrumentation({
        ignorePaths: ({ url }) => UNTRACED.has(url),
        instrumentHooks: false,
      })
      requests.setTracerProvider(provider)
      await app.register(requests.plugin() as never)
      ends.push(traceStatements(database))
    },
    async stop() {
      for (const end of ends) end()
      await provider.shutdown()
    },
  }
}

async function openTelemetryExporter(): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  return new OTLPTraceExporter()
}
