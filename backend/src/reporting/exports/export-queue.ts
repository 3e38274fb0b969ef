import { FairQueue, QueueFull } from '../../lib/scheduling/fair-queue.js';

/** An export of so many values takes long, and much of the machine. */
const LARGE_CELLS = 2_000_000;

/** Small exports that are written at once. */
const MAX_SMALL = 2;
/** Exports of each size that wait. */
const MAX_WAITING = 20;

/** Too many exports wait, or one has waited too long; the client is to come back later. */
export class ExportsBusy extends Error {
  override readonly name = 'ExportsBusy';
  constructor(
    readonly why: 'full' | 'waited',
    /** Seconds. */
    readonly retryAfter: number,
  ) {
    super(
      why === 'full'
        ? 'too many exports are waiting already; try again later, or ask for a job'
        : 'other exports took too long; try again later, or ask for a job',
    );
  }
}

const RETRY_AFTER_S = 30;

/** One large export at a time; small ones pass. Tenants that wait are served in turn. */
export class ExportQueue {
  readonly #small = new FairQueue({ total: MAX_SMALL, perOwner: MAX_SMALL, maxWaiting: MAX_WAITING });
  readonly #large = new FairQueue({ total: 1, perOwner: 1, maxWaiting: MAX_WAITING });
  readonly #maxWaitMs: number;

  /** @param maxWaitMs an export that is waited for at the other end of a connection waits no longer */
  constructor(maxWaitMs: number) {
    this.#maxWaitMs = maxWaitMs;
  }

  static isLarge(rows: number, columns: number): boolean {
    return rows * columns > LARGE_CELLS;
  }

  /**
   * Runs an export when it is its turn.
   * @param isPatient whether it waits however long it takes
   * @throws ExportsBusy; the reason of `signal` when it is aborted meanwhile
   */
  async run<T>(
    { tenant, isLarge, isPatient }: { readonly tenant: string; readonly isLarge: boolean; readonly isPatient: boolean },
    signal: AbortSignal,
    task: () => Promise<T>,
  ): Promise<T> {
    const queue = isLarge ? this.#large : this.#small;
    const waited = new AbortController();
    const timer = isPatient
      ? undefined
      : setTimeout(() => waited.abort(new ExportsBusy('waited', RETRY_AFTER_S)), this.#maxWaitMs);
    try {
      const begin = (): Promise<T> => {
        clearTimeout(timer);
        return task();
      };
      return await queue.run(tenant, begin, AbortSignal.any([signal, waited.signal]));
    } catch (error) {
      throw error instanceof QueueFull ? new ExportsBusy('full', RETRY_AFTER_S) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
