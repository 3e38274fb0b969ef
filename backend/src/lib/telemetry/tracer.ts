/** Values that say something about a span: counts, names of ours. Never what a sender wrote. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work with its time. */
export interface Span {
  /** Names it in the form of the header `traceparent` (W3C Trace Context), for those that become its children. */
  readonly traceParent: string;
  /** Whether it is recorded; if not, there is no need to remember it. */
  readonly isSampled: boolean;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed. @param code a code of ours, never a message, which may repeat what was sent */
  fail(code: string): void;
  end(): void;
}

export interface SpanOptions {
  /** `server` for a request from outside; work of this service if absent. */
  readonly kind?: 'server';
  /** `traceparent` of the work that this is a part of; one that cannot be read counts as absent. */
  readonly parent?: string | undefined;
  /** The same of other work that this serves as well. */
  readonly links?: readonly string[];
  readonly attributes?: SpanAttributes;
}

/** Where spans go. Parts of the service have none unless tracing is configured. */
export interface Tracer {
  start(name: string, options?: SpanOptions): Span;
}

/** Runs work within a span, if there is a tracer. */
export async function within<T>(
  tracer: Tracer | undefined,
  name: string,
  options: SpanOptions,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  if (tracer === undefined) return work(undefined);
  const span = tracer.start(name, options);
  try {
    return await work(span);
  } catch (error) {
    span.fail(error instanceof Error ? error.name : 'error');
    throw error;
  } finally {
    span.end();
  }
}
