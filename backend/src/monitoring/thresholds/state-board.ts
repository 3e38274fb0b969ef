import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';
import type { ThresholdStates } from './threshold-engine.js';

/** States of a tenant, as they were at a time. */
export interface Board {
  /** Epoch milliseconds. */
  readonly at: Millis;
  readonly thresholds: readonly ThresholdStates[];
}

/** States of one threshold, as they were judged at a time. */
interface Judged {
  readonly states: ThresholdStates['states'];
  readonly at: Millis;
}

/** Last states stand for a threshold that cannot be judged for so long. */
const KEPT_MS = 15 * MINUTE_MS;

/** States that are older are not given any more, but judged anew for who asks. */
const MAX_AGE_MS = 2 * MINUTE_MS;

/**
 * States that were judged last, by tenant: judged once a minute, served from memory. Before the first round, after a change
 * of a definition, and when the rounds have stopped, who asks waits for a round.
 */
export class StateBoard {
  readonly #judge: (tenant: string, now: Millis) => Promise<readonly ThresholdStates[]>;
  readonly #boards = new Map<string, Board>();
  readonly #running = new Map<string, Promise<Board>>();
  readonly #changed = new Set<string>();
  readonly #last = new Map<string, Map<string, Judged>>();

  constructor(judge: (tenant: string, now: Millis) => Promise<readonly ThresholdStates[]>) {
    this.#judge = judge;
  }

  /** Tenants that have been asked about. */
  get tenants(): readonly string[] {
    return [...this.#boards.keys()];
  }

  /** Definitions have changed: what was judged before does not hold any more. */
  change(tenant: string): void {
    this.#changed.add(tenant);
    this.#boards.delete(tenant);
  }

  /** States of a tenant, from memory where they are fresh. */
  async of(tenant: string, now: Millis): Promise<Board> {
    const board = this.#boards.get(tenant);
    if (board !== undefined && Math.abs(now - board.at) < MAX_AGE_MS) return board;
    return this.refresh(tenant, now);
  }

  /** Judges anew; one round of a tenant at a time. */
  refresh(tenant: string, now: Millis): Promise<Board> {
    const running = this.#running.get(tenant);
    if (running !== undefined && !this.#changed.has(tenant)) return running;
    const round = this.#run(tenant, now, running).finally(() => {
      if (this.#running.get(tenant) === round) this.#running.delete(tenant);
    });
    this.#changed.delete(tenant);
    this.#running.set(tenant, round);
    return round;
  }

  /** One that could not be judged keeps its last states for a while: that it cannot be judged is no recovery. */
  #withLast(tenant: string, now: Millis, judged: readonly ThresholdStates[]): ThresholdStates[] {
    const last = this.#last.get(tenant);
    const next = new Map<string, Judged>();
    const thresholds = judged.map((one): ThresholdStates => {
      const { id } = one.threshold;
      const before = last?.get(id);
      if (one.failure === undefined) next.set(id, { states: one.states, at: now });
      else if (before !== undefined && now - before.at < KEPT_MS) {
        next.set(id, before);
        return { ...one, states: before.states };
      }
      return one;
    });
    this.#last.set(tenant, next);
    return thresholds;
  }

  async #run(tenant: string, now: Millis, before: Promise<Board> | undefined): Promise<Board> {
    // Whoever asked for the round before is told of its failure; this one only waits for it.
    await before?.catch(() => undefined);
    const board = { at: now, thresholds: this.#withLast(tenant, now, await this.#judge(tenant, now)) };
    if (!this.#changed.has(tenant)) this.#boards.set(tenant, board);
    return board;
  }
}
