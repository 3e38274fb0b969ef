import type { IngestAnswer } from '@callsight/contract/events/verdict';
import { batchEvents } from './batch-events.js';
import type { Clock } from './clock.js';
import { postBatch } from './post-batch.js';
import type { SimulatedEvent } from './simulated-event.js';
import { systemClock } from './system-clock.js';

const IN_FLIGHT = 2;
const DEFAULTS = { lines: 2_000, bytes: 1_000_000, lingerMs: 250, patienceMs: 300_000, clock: systemClock };

export interface SendOptions {
  /** Base address of the service. */
  readonly url: string;
  /** API key with the scope `ingest`. */
  readonly key: string;
  readonly events: Iterable<SimulatedEvent> | AsyncIterable<SimulatedEvent>;
  /** Most events in a request. */
  readonly lines?: number;
  /** Size of a request from which on nothing is added to it. */
  readonly bytes?: number;
  /** How long an event that comes live waits for others to share its request. */
  readonly lingerMs?: number;
  /** Longest time that one batch is tried again. */
  readonly patienceMs?: number;
  readonly clock?: Clock;
  readonly onProgress?: (report: SendReport) => void;
  readonly onRetry?: (reason: string, waitMs: number) => void;
}

export interface SendReport {
  /** Events that the service has answered for. */
  readonly sent: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** Code, message and place of the first event that was rejected. */
  readonly firstRejection?: string;
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/** What the service said of the events so far. */
class Tally {
  private sent = 0;
  private accepted = 0;
  private duplicates = 0;
  private rejected = 0;
  private firstRejection: string | undefined;
  private readonly startedAt: number;

  constructor(private readonly clock: Clock) {
    this.startedAt = clock.now();
  }

  add(events: number, answer: IngestAnswer): void {
    const [first] = answer.rejected;
    this.sent += events;
    this.accepted += answer.accepted;
    this.duplicates += answer.duplicates;
    this.rejected += answer.rejected.length + (answer.rejected_omitted ?? 0);
    if (first !== undefined)
      this.firstRejection ??= `${first.code}: ${first.message} (${first.path || first.id || ''})`;
  }

  report(): SendReport {
    const { sent, accepted, duplicates, rejected, firstRejection } = this;
    const seconds = (this.clock.now() - this.startedAt) / 1_000;
    const eventsPerSecond = seconds > 0 ? Math.round(sent / seconds) : 0;
    const rejection = firstRejection === undefined ? {} : { firstRejection };
    return { sent, accepted, duplicates, rejected, seconds, eventsPerSecond, ...rejection };
  }
}

/**
 * Sends events through the public API, two requests at a time, and waits for every answer.
 * @throws SendError when the service refuses a request or cannot be reached
 */
export async function sendEvents(options: SendOptions): Promise<SendReport> {
  const settings = { ...DEFAULTS, ...options };
  const tally = new Tally(settings.clock);
  const inFlight = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const post = async (body: string, events: number): Promise<void> => {
    try {
      tally.add(events, await postBatch(settings, body));
      settings.onProgress?.(tally.report());
    } catch (error) {
      failures.push(error);
    }
  };
  for await (const { body, events } of batchEvents(settings.events, settings, settings.lingerMs, settings.clock)) {
    while (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    if (failures.length > 0) break;
    const request: Promise<void> = post(body, events).then(() => void inFlight.delete(request));
    inFlight.add(request);
  }
  await Promise.all(inFlight);
  if (failures.length > 0) throw failures[0];
  return tally.report();
}
