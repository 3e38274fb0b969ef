import type { EventType } from '@callsight/contract/events/types';
import { CallEvents } from './call-events.js';
import { toCloudEvent } from './cloud-event.js';
import { Sender } from './sender.js';
import type { EventInput } from './event-input.js';
import { installExitHooks } from './exit-hooks.js';
import { KeepAlive } from './keep-alive.js';
import type { ClientOptions } from './options.js';
import { toQueued } from './queued-event.js';
import type { Report } from './report.js';
import { readSettings, type Settings } from './settings.js';
import { sleep } from './sleep.js';
import { Tally } from './tally.js';

/**
 * Sends events to Callsight: in batches, in order, again after a failure, and counted once.
 *
 * A service that is away is waited for without end; the queue's limits bound what that costs. Every event ends as exactly
 * one of: accepted (or a duplicate of what was), rejected (`onRejected`), or given up (`onDropped`).
 */
export class CallsightClient {
  readonly #settings: Settings;
  readonly #tally: Tally;
  readonly #sender: Sender;
  readonly #keepAlive = new KeepAlive();
  readonly #removeHooks: () => void;
  #closing: Promise<Report> | undefined;

  /** @throws TypeError that names every option that is wrong */
  constructor(options: ClientOptions) {
    this.#settings = readSettings(options);
    this.#tally = new Tally(this.#settings);
    this.#sender = new Sender(this.#settings, this.#tally);
    this.#removeHooks = this.#settings.flushOnExit
      ? installExitHooks({
          isIdle: () => this.#sender.isIdle,
          drain: () => this.#drain(this.#settings.exitTimeoutMs),
          end: () => this.#sender.stop(),
        })
      : () => undefined;
  }

  /** What became of the events so far. */
  get report(): Report {
    return this.#tally.report;
  }

  /**
   * Takes an event and resolves as soon as the queue has room for it: awaiting it slows a fast sender down to what the
   * service takes. It does not wait for the event to arrive; `flush` does.
   * @throws TypeError when the data cannot be written as JSON, RangeError when `time` is an invalid Date
   */
  async send<T extends EventType>(event: EventInput<T>): Promise<void> {
    const { source, clock, newId } = this.#settings;
    const room = this.#sender.offer(toQueued(toCloudEvent(event, source, clock.now(), newId)));
    if (room !== undefined) await this.#keepAlive.during(room);
  }

  /** The events of one call, whose id is their subject. */
  call(callId: string): CallEvents {
    return new CallEvents(callId, (event) => this.send(event));
  }

  /**
   * Sends now, and resolves when it is known what became of every event that was sent before.
   * @throws ClientError when a whole request was refused since the last flush, such as for a wrong key
   */
  async flush(): Promise<void> {
    await this.#keepAlive.during(this.#sender.settled());
    const refusal = this.#sender.takeRefusal();
    if (refusal !== undefined) throw refusal;
  }

  /**
   * Sends what is left, for so long at most; from then on nothing is taken. Never rejects; the report says how many events are
   * left over, and `onDropped` which. Asked again, it gives the same answer.
   */
  close({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<Report> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<Report> {
    await this.#drain(timeoutMs);
    this.#sender.stop();
    this.#removeHooks();
    return this.#tally.report;
  }

  /** Resolves when all that was sent before is done with, or the time is over. @returns whether it is done with */
  async #drain(timeoutMs: number): Promise<boolean> {
    const settled = new AbortController();
    this.#sender.retryNow();
    void this.#sender.settled().then(() => settled.abort());
    await this.#keepAlive.during(sleep(this.#settings.clock, timeoutMs, settled.signal));
    return settled.signal.aborted;
  }
}
