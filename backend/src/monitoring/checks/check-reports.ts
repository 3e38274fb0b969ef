import { isoOf } from '../../lib/time/iso.js';
import type { Logger } from 'pino';
import { Verdicts, type Intake } from '../../ingest/events/intake.js';
import type { Millis } from '../../lib/time/units.js';
import type { Outcome } from './run-check.js';

/** What one run found, and what it is known by. */
export interface CheckReport extends Outcome {
  readonly tenant: string;
  readonly source: string;
  /** Of the check; with the planned time it makes the id of the event, so that a repeat is a duplicate. */
  readonly check: string;
  readonly component: string;
  /** Epoch milliseconds. */
  readonly plannedAt: Millis;
  /** When the run began; epoch milliseconds. */
  readonly at: Millis;
  /** Whether it is stored. */
  recorded: boolean;
}

/** Reports that are kept in memory while the ledger takes nothing. */
const MAX_WAITING = 1_000;

function eventOf({ source, check, component, status, latencyMs, plannedAt, at }: CheckReport): unknown {
  // A connection that is refused at once would make a component that is down look fast.
  const latency = status === 'down' || latencyMs === undefined ? {} : { latency_ms: latencyMs };
  return {
    specversion: '1.0',
    id: `${check}@${isoOf(plannedAt)}`,
    source,
    type: 'system.check',
    time: isoOf(at),
    data: { component, status, ...latency },
  };
}

/**
 * Stores reports as `system.check` events. What the ledger does not take, such as on a full disk, waits in memory and is
 * offered again: the time that a disk was full is known afterwards.
 */
export class CheckReports {
  readonly #intake: Intake;
  readonly #log: Logger;
  #waiting: CheckReport[] = [];
  #lost = 0;

  constructor(intake: Intake, log: Logger) {
    this.#intake = intake;
    this.#log = log;
  }

  /** Reports that are not stored yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Reports that were given up because too many waited, since the start. */
  get lost(): number {
    return this.#lost;
  }

  /** Stores a report, or keeps it until the ledger takes events again. `recorded` says which. */
  async write(report: CheckReport): Promise<void> {
    try {
      await this.#store(report);
    } catch (error) {
      this.#keep(report, error);
    }
  }

  /** Offers what waits again, the oldest first, until one is not taken. */
  async retry(): Promise<void> {
    const count = this.#waiting.length;
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      try {
        await this.#store(first);
      } catch {
        return;
      }
      // Another round may have stored it meanwhile.
      if (this.#waiting[0] === first) this.#waiting.shift();
    }
    if (count > 0) this.#log.info({ reports: count }, 'results of checks recorded after the ledger had taken none');
  }

  async #store(report: CheckReport): Promise<void> {
    const verdicts = new Verdicts();
    const offered = [{ value: eventOf(report) }];
    await this.#intake.take(report.tenant, offered, verdicts, { mayBeBad: false, isPart: false });
    const [rejected] = verdicts.answer.rejected;
    if (rejected !== undefined)
      this.#log.error({ check: report.check, reason: rejected.message }, 'result of a check was quarantined');
    report.recorded = rejected === undefined;
  }

  #keep(report: CheckReport, error: unknown): void {
    if (this.#waiting.length === 0)
      this.#log.warn({ err: error }, 'results of checks cannot be recorded; they are kept in memory and retried');
    this.#waiting.push(report);
    if (this.#waiting.length <= MAX_WAITING) return;
    this.#waiting.shift();
    this.#lost += 1;
    if (this.#lost % MAX_WAITING === 1)
      this.#log.error({ lost: this.#lost }, 'results of checks given up: too many wait for the ledger');
  }
}
