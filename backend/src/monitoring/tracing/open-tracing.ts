import type { Tracer } from '../../lib/telemetry/tracer.js';

type Variables = Readonly<Record<string, string | undefined>>;

export interface Tracing {
  readonly tracer: Tracer;
  /** Sends what has not been sent yet, for so long at most. @param ms milliseconds */
  stop(ms: number): Promise<void>;
}

/** Where the library reports that spans could not be sent. */
export interface TracingLog {
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** Whether the variables of OpenTelemetry name a collector. */
const namesCollector = (env: Variables): boolean =>
  env['OTEL_SDK_DISABLED']?.toLowerCase() !== 'true' &&
  [env['OTEL_EXPORTER_OTLP_ENDPOINT'], env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']].some((url) => (url ?? '') !== '');

/** The variables of OpenTelemetry alone, for a process that is to trace and to know nothing else. */
export const tracingVariables = (env: Variables): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[0].startsWith('OTEL_') && entry[1] !== undefined,
    ),
  );

/** Loads the library only where the environment names a collector. @returns undefined where it does not */
export async function openTracing(env: Variables, log: TracingLog): Promise<Tracing | undefined> {
  if (!namesCollector(env)) return undefined;
  const { OtelTracing } = await import('./otel-tracing.js');
  try {
    return await OtelTracing.open(env, log);
  } catch {
    // What the library says of a setting repeats it, and an address may hold a password.
    log.warn({}, 'the variables OTEL_EXPORTER_OTLP_… cannot be used; nothing is traced');
    return undefined;
  }
}
