import type { Envelope } from '@callsight/contract/events/envelope';
import type { Rejected } from '@callsight/contract/events/verdict';
import type { ClientError } from './client-error.js';
import type { DropReason } from './options.js';
import type { QueuedEvent } from './queued-event.js';
import type { Report } from './report.js';
import type { Settings } from './settings.js';

const eventOf = ({ json }: QueuedEvent): Envelope => JSON.parse(json) as Envelope;

/**
 * Counts what became of events and tells those who asked to be told. They are told after the present step: an error of
 * theirs ends as an uncaught exception, where it belongs, and not as a batch that is neither counted nor removed.
 */
export class Tally {
  readonly #settings: Settings;
  #report: Report = { accepted: 0, duplicates: 0, rejected: 0, dropped: 0, left: 0 };

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get report(): Report {
    return this.#report;
  }

  #add(name: keyof Report, count: number): void {
    this.#report = { ...this.#report, [name]: this.#report[name] + count };
  }

  taken(accepted: number, duplicates: number): void {
    this.#add('accepted', accepted);
    this.#add('duplicates', duplicates);
  }

  rejected(reason: Rejected, event: QueuedEvent): void {
    this.#add('rejected', 1);
    queueMicrotask(() => this.#settings.onRejected(reason, eventOf(event)));
  }

  dropped(events: readonly QueuedEvent[], reason: DropReason): void {
    this.#add('dropped', events.length);
    this.#tellDropped(events, reason);
  }

  left(events: readonly QueuedEvent[]): void {
    this.#add('left', events.length);
    this.#tellDropped(events, 'closed');
  }

  failed(error: ClientError): void {
    queueMicrotask(() => this.#settings.onError(error));
  }

  #tellDropped(events: readonly QueuedEvent[], reason: DropReason): void {
    for (const event of events) queueMicrotask(() => this.#settings.onDropped(eventOf(event), reason));
  }
}
