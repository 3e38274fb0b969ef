import { randomUUID } from 'node:crypto';
import { LIMITS } from '@callsight/contract/limits';
import { systemClock } from './clock.js';
import type { ClientOptions } from './options.js';
import { warnOnce } from './warn-once.js';

/** Options with every default filled in, and checked. */
export interface Settings extends Required<Omit<ClientOptions, 'url'>> {
  /** Where events are posted. */
  readonly address: string;
}

const MiB = 1_048_576;

const isAddress = (url: string): boolean => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return (
    parsed !== undefined &&
    /^https?:$/.test(parsed.protocol) &&
    `${parsed.username}${parsed.password}${parsed.search}` === ''
  );
};

/** What is wrong, without showing the values: the key may have been put into the wrong place. */
function faultsOf(settings: Settings, url: string): string[] {
  const { maxBatchEvents } = settings;
  const whole = ['maxBatchEvents', 'maxBatchBytes', 'maxQueueEvents', 'maxQueueBytes', 'requestTimeoutMs'] as const;
  const durations = ['maxDelayMs', 'retryBaseMs', 'retryCapMs', 'exitTimeoutMs'] as const;
  return [
    isAddress(url) ? '' : 'url must be an http or https address without user, password or query',
    // `fetch` shows a header that it cannot send in its error.
    /^[\x21-\x7e]+$/.test(settings.key) ? '' : 'key must be an API key: visible ASCII characters, no spaces',
    settings.source === '' ? 'source must say who sends' : '',
    ...whole.map((name) =>
      Number.isInteger(settings[name]) && settings[name] > 0 ? '' : `${name} must be a whole number above 0`,
    ),
    ...durations.map((name) => (settings[name] >= 0 ? '' : `${name} must not be negative`)),
    maxBatchEvents > LIMITS.rejectedListed ? `maxBatchEvents must be at most ${LIMITS.rejectedListed}` : '',
  ].filter((fault) => fault !== '');
}

/** @throws TypeError that names everything that is wrong */
export function readSettings(options: ClientOptions): Settings {
  const warn = warnOnce();
  const { url, ...given } = options;
  const settings: Settings = {
    maxBatchEvents: 500,
    maxBatchBytes: 4 * MiB,
    maxDelayMs: 200,
    maxQueueEvents: 10_000,
    maxQueueBytes: 32 * MiB,
    whenFull: 'wait',
    requestTimeoutMs: 30_000,
    retryBaseMs: 500,
    retryCapMs: 30_000,
    flushOnExit: true,
    exitTimeoutMs: 5_000,
    onRejected: ({ code, message }) => warn(code, `an event was refused: ${message}`),
    onDropped: ({ type }, reason) => warn(reason, `events were given up (${reason}), the first a ${type}`),
    onError: ({ code, message }) => warn(code, message),
    onRetry: () => undefined,
    clock: systemClock,
    random: Math.random,
    fetch: globalThis.fetch,
    newId: randomUUID,
    ...given,
    address: `${url.replace(/\/+$/, '')}/v1/events`,
  };
  const faults = faultsOf(settings, url);
  if (faults.length > 0) throw new TypeError(`client options: ${faults.join('; ')}`);
  return settings;
}
