import type { TimedEvent } from './timed-event.js';

const PAGE = 60_000;

/** An event and when it reaches the service. */
export interface Delivery {
  readonly dueAt: number;
  readonly timed: TimedEvent;
}

/**
 * Deliveries to come, one page a minute. Entering costs one push and a page is sorted when its turn comes, which beats
 * one heap over the events of the next two weeks.
 */
export class Calendar {
  private readonly pages = new Map<number, Delivery[]>();
  private page: number;

  constructor(from: number) {
    this.page = Math.floor(from / PAGE);
  }

  get start(): number {
    return this.page * PAGE;
  }

  /** End of the page that `take` gives next: everything due before must have been entered. */
  get end(): number {
    return (this.page + 1) * PAGE;
  }

  enter(delivery: Delivery): void {
    const page = Math.max(this.page, Math.floor(delivery.dueAt / PAGE));
    const entries = this.pages.get(page);
    if (entries === undefined) this.pages.set(page, [delivery]);
    else entries.push(delivery);
  }

  /** The next page, in the order in which its entries are due; those due at once stay in the order of entering. */
  take(): readonly Delivery[] {
    const entries = this.pages.get(this.page) ?? [];
    this.pages.delete(this.page);
    this.page += 1;
    return entries.sort((left, right) => left.dueAt - right.dueAt);
  }
}
