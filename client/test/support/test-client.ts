import type { Envelope } from '@callsight/contract/events/envelope';
import type { Rejected } from '@callsight/contract/events/verdict';
import { CallsightClient } from '../../src/client.js';
import type { ClientError } from '../../src/client-error.js';
import type { ClientOptions, DropReason } from '../../src/options.js';
import { ManualClock } from './manual-clock.js';

export const KEY = 'key-that-nobody-may-see';

/** Everything that a client told. */
interface Told {
  readonly rejected: { readonly reason: Rejected; readonly event: Envelope }[];
  readonly dropped: { readonly event: Envelope; readonly reason: DropReason }[];
  readonly errors: ClientError[];
  readonly retries: { readonly reason: string; readonly delayMs: number }[];
}

/** A client whose time stands still, and what it told. Jitter takes half of what it may. */
export function testClient(url: string, options: Partial<ClientOptions> = {}) {
  const clock = new ManualClock();
  const told: Told = { rejected: [], dropped: [], errors: [], retries: [] };
  const client = new CallsightClient({
    url,
    key: KEY,
    source: 'tests',
    flushOnExit: false,
    clock,
    random: () => 0.5,
    onRejected: (reason, event) => told.rejected.push({ reason, event }),
    onDropped: (event, reason) => told.dropped.push({ event, reason }),
    onError: (error) => told.errors.push(error),
    onRetry: (reason, delayMs) => told.retries.push({ reason, delayMs }),
    ...options,
  });
  /** Sends so many events `e1`, `e2` …, and waits for room for each. */
  const sendMany = async (count: number, data: Readonly<Record<string, unknown>> = {}): Promise<void> => {
    for (let index = 1; index <= count; index += 1) {
      await client.send({ type: 'call.held', subject: 'call-1', id: `e${index}`, data });
    }
  };
  return { client, clock, told, sendMany };
}

/** `e1` to `e<count>`. */
export const ids = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, index) => `e${index + from}`);
