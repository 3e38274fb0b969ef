import { MINUTE_MS } from '../../../lib/time/durations.js';
import type { Millis } from '../../../lib/time/units.js';
import { down, UP, type Finding } from '../probes/probe.js';

/** Grafana evaluates its rules every minute; after so long it has stopped. */
const MAX_SILENCE_MS = 5 * MINUTE_MS;

/** When Grafana asked for the states of alert rules last. */
export class RulesWatch {
  #askedAt: Millis | undefined;

  /** @param now epoch milliseconds */
  asked(now: Millis): void {
    this.#askedAt = now;
  }

  /** @param now epoch milliseconds; @returns undefined as long as Grafana has not asked since the start */
  judge(now: Millis): Finding | undefined {
    if (this.#askedAt === undefined) return undefined;
    const silence = now - this.#askedAt;
    if (silence <= MAX_SILENCE_MS) return UP;
    return down(`Grafana has not asked for alert rules for ${Math.floor(silence / MINUTE_MS)} min`);
  }
}
