import { SetupError } from './setup-error.js';

/** Time as the wait for a server sees it, so that a test need not wait. Milliseconds. */
export interface Pause {
  now(): number;
  for(ms: number): Promise<void>;
}

const BETWEEN_MS = 500;
const TIMEOUT_MS = 5_000;

/** 1.x and 2.x answer `/ping` without credentials and name their version in a header. */
async function ping(url: string): Promise<{ version: string | undefined } | { reason: string }> {
  try {
    const response = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    await response.arrayBuffer();
    if (response.status >= 500) return { reason: `it answers ${response.status}` };
    return { version: response.headers.get('x-influxdb-version') ?? undefined };
  } catch (error) {
    const { cause } = error as { cause?: { code?: string; message?: string } };
    return { reason: cause?.code ?? cause?.message ?? (error as Error).message };
  }
}

/**
 * Repeats `/ping` until the server responds.
 * @returns the version it names, such as `v2.9.1` or `1.6.7`; undefined behind a proxy that drops the header
 * @throws SetupError after `waitMs`
 */
export async function waitForServer(url: string, waitMs: number, pause: Pause): Promise<string | undefined> {
  const end = pause.now() + waitMs;
  for (;;) {
    const outcome = await ping(url);
    if ('version' in outcome) return outcome.version;
    if (pause.now() + BETWEEN_MS > end)
      throw new SetupError(
        `no answer from InfluxDB at ${url} within ${waitMs / 1_000} s (${outcome.reason}); check --url or CALLSIGHT_INFLUX_URL, or give it longer with --wait`,
      );
    await pause.for(BETWEEN_MS);
  }
}
