import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
} from '@opentelemetry/api';
import { parseTraceParent, setGlobalErrorHandler } from '@opentelemetry/core';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { withinTime } from '../../lib/background/within-time.js';
import type { Span, SpanAttributes, SpanOptions, Tracer } from '../../lib/telemetry/tracer.js';
import type { Tracing, TracingLog } from './open-tracing.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** A collector that is away is reported once in a while, not for each batch of spans. */
const REPORT_EVERY_MS = 60_000;

class RecordedSpan implements Span {
  readonly #span: OtelSpan;

  constructor(span: OtelSpan) {
    this.#span = span;
  }

  get traceParent(): string {
    const { traceId, spanId, traceFlags } = this.#span.spanContext();
    return `00-${traceId}-${spanId}-0${(traceFlags & TraceFlags.SAMPLED).toString(16)}`;
  }

  get isSampled(): boolean {
    return this.#span.isRecording();
  }

  set(attributes: SpanAttributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(code: string): void {
    this.#span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }

  end(): void {
    this.#span.end();
  }
}

class SdkTracer implements Tracer {
  readonly #tracer: OtelTracer;

  constructor(tracer: OtelTracer) {
    this.#tracer = tracer;
  }

  start(name: string, { kind, parent, links = [], attributes = {} }: SpanOptions = {}): Span {
    const known = parent === undefined ? null : parseTraceParent(parent);
    const context = known === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...known, isRemote: true });
    const span = this.#tracer.startSpan(
      name,
      {
        kind: kind === 'server' ? SpanKind.SERVER : SpanKind.INTERNAL,
        attributes: { ...attributes },
        links: links.flatMap((link) => {
          const linked = parseTraceParent(link);
          return linked === null ? [] : [{ context: linked }];
        }),
      },
      context,
    );
    return new RecordedSpan(span);
  }
}

/** A collector that takes longer is away; the end of the service waits no longer for it. */
const TIMEOUT_MS = 3_000;

/** By the standard variables; gRPC is none of the two. */
async function exporterOf(env: Variables, log: TracingLog): Promise<SpanExporter> {
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/protobuf';
  const isChosen = [env['OTEL_EXPORTER_OTLP_TIMEOUT'], env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT']].some(Boolean);
  const options = isChosen ? {} : { timeoutMillis: TIMEOUT_MS };
  if (protocol === 'http/json')
    return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter(options);
  if (protocol !== 'http/protobuf' && protocol !== '')
    log.warn(
      { protocol },
      'OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf is used; http/json is the other one that there is',
    );
  return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter(options);
}

/** Says now and then that spans are lost; the service itself goes on as ever. */
function reportFailures(log: TracingLog): void {
  let reportedAt = Number.NEGATIVE_INFINITY;
  setGlobalErrorHandler((error) => {
    if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
    reportedAt = performance.now();
    // The message of a refusal repeats what the collector answered, which is not ours to log.
    const reason = typeof error === 'object' && 'code' in error ? String(error.code) : 'unknown';
    log.warn({ reason }, 'spans could not be sent to the collector; they are dropped until it takes them');
  });
}

/** Spans to a collector by OTLP over HTTP, with the official library and its own environment variables. */
export class OtelTracing implements Tracing {
  readonly tracer: Tracer;
  readonly #provider: BasicTracerProvider;

  private constructor(provider: BasicTracerProvider) {
    this.#provider = provider;
    this.tracer = new SdkTracer(provider.getTracer('callsight'));
  }

  static async open(env: Variables, log: TracingLog): Promise<OtelTracing> {
    reportFailures(log);
    const resource = defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'callsight' }))
      .merge(detectResources({ detectors: [envDetector] }));
    const exporter = await exporterOf(env, log);
    return new OtelTracing(new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] }));
  }

  async stop(ms: number): Promise<void> {
    // What cannot be sent now is lost; the collector may be away.
    await withinTime(
      this.#provider.shutdown().catch(() => undefined),
      ms,
    );
  }
}
