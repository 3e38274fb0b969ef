import { nameOf, volumeOf, type Incident } from './incident.js';
import type { RandomIncidents } from './random-incidents.js';
import type { WeekRhythm } from './week-rhythm.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** What befalls the calls at one instant. */
export interface Conditions {
  /** Factor on the language model's latency. */
  readonly llm: number;
  /** Factor on the share of calls that end with errors. */
  readonly errors: number;
  /** Components that do not work; without the voice agent calls fail. */
  readonly down: ReadonlySet<string>;
}

/** A time in which nothing begins or ends. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly incidents: readonly Incident[];
  readonly conditions: Conditions;
}

const conditionsOf = (incidents: readonly Incident[]): Conditions => {
  const factorOf = (kind: Incident['kind']) =>
    incidents.reduce((product, one) => (one.kind === kind ? product * one.factor : product), 1);
  const down = incidents.flatMap(({ kind, target }) => (kind === 'component-down' ? (target ?? []) : []));
  return { llm: factorOf('latency'), errors: factorOf('errors'), down: new Set(down) };
};

const lasts = (at: number, { from, to }: Incident): boolean => from <= at && at < to;

/** Everything that goes wrong in a run: what was named, and what happens by chance. */
export class Incidents {
  private readonly named: readonly Incident[];
  private readonly closed: ReadonlySet<number>;
  private stretch: Stretch = { from: 0, to: 0, incidents: [], conditions: conditionsOf([]) };

  /**
   * @param named in any order; those that are the same count once
   * @param random absent for a run in which nothing happens by chance
   */
  constructor(
    named: readonly Incident[],
    private readonly rhythm: WeekRhythm,
    private readonly random?: RandomIncidents,
  ) {
    const distinct = [...new Map(named.map((one) => [nameOf(one), one])).values()];
    this.named = distinct.map((one) => (one.kind === 'holiday' ? this.wholeDays(one) : one));
    const holidays = this.named.filter(({ kind }) => kind === 'holiday');
    this.closed = new Set(holidays.flatMap(({ from, to }) => this.daysBetween(from, to)));
  }

  at(instant: number): Conditions {
    return this.stretchAt(instant).conditions;
  }

  /**
   * Share of the calls that come at an instant in spite of what keeps them from it.
   * @param again whether the call follows from another one; those move away from a holiday by themselves
   */
  shareComing(at: number, again: boolean): number {
    let share = 1;
    for (const incident of this.stretchAt(at).incidents) {
      if (incident.kind !== 'holiday') share *= Math.min(1, volumeOf(incident, at));
      else if (!again) share *= this.rhythm.sundayShareAt(at);
    }
    return share;
  }

  /** Calls at an instant for each that comes on such a weekday, by holidays alone. */
  shareOnHoliday(at: number): number {
    if (this.closed.size === 0) return 1;
    return this.stretchAt(at).incidents.some(({ kind }) => kind === 'holiday') ? this.rhythm.sundayShareAt(at) : 1;
  }

  /** Milliseconds that events of a provider are late which happen at an instant. */
  latenessAt(at: number, provider: string): number {
    let minutes = 0;
    for (const { kind, target, factor } of this.stretchAt(at).incidents) {
      if (kind === 'late-provider' && target === provider) minutes += factor;
    }
    return minutes * MINUTE;
  }

  /** Whether a local day, in days since 1970, is a holiday. */
  isHoliday(localDay: number): boolean {
    return this.closed.has(localDay);
  }

  /** What was named, and begins whenever it does. */
  get all(): readonly Incident[] {
    return this.named;
  }

  /** What happens by chance in the next periods up to an instant. @param period the first that is wanted */
  randomFrom(period: number, until: number): { readonly incidents: readonly Incident[]; readonly next: number } {
    const incidents: Incident[] = [];
    let next = period;
    for (; this.random !== undefined && this.random.startOf(next) <= until; next += 1) {
      incidents.push(...this.random.in(next));
    }
    return { incidents, next };
  }

  private stretchAt(instant: number): Stretch {
    if (instant < this.stretch.from || instant >= this.stretch.to) this.stretch = this.findStretch(instant);
    return this.stretch;
  }

  private findStretch(at: number): Stretch {
    const period = this.random?.periodOf(at);
    const drawn = period === undefined ? [] : (this.random?.in(period) ?? []);
    const near = [...this.named, ...drawn];
    const bounds = near.flatMap(({ from, to }) => [from, to]);
    if (this.random !== undefined && period !== undefined) {
      bounds.push(this.random.startOf(period), this.random.startOf(period + 1));
    }
    const incidents = near.filter((one) => lasts(at, one));
    return {
      from: Math.max(Number.NEGATIVE_INFINITY, ...bounds.filter((bound) => bound <= at)),
      to: Math.min(Number.POSITIVE_INFINITY, ...bounds.filter((bound) => bound > at)),
      incidents,
      conditions: conditionsOf(incidents),
    };
  }

  private wholeDays(incident: Incident): Incident {
    const first = this.localDay(incident.from);
    const days = Math.max(1, Math.round((incident.to - incident.from) / DAY));
    return { ...incident, from: this.midnight(first), to: this.midnight(first + days) };
  }

  private daysBetween(from: number, to: number): number[] {
    const first = this.localDay(from);
    return Array.from({ length: this.localDay(to - 1) - first + 1 }, (_, index) => first + index);
  }

  private localDay(at: number): number {
    return Math.floor((at + this.rhythm.offsetAt(at)) / DAY);
  }

  /** The offset at noon may be another one than at midnight, where the clock changes on that day. */
  private midnight(localDay: number): number {
    const near = localDay * DAY - this.rhythm.offsetAt(localDay * DAY);
    return localDay * DAY - this.rhythm.offsetAt(near);
  }
}
