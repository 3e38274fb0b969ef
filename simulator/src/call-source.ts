import { Agenda } from './agenda.js';
import type { CallPlan } from './call-plan.js';
import type { FollowUp } from './follow-up.js';
import type { Incidents } from './incidents.js';
import { nextArrival } from './next-arrival.js';
import type { Random } from './random.js';
import type { Reception } from './reception.js';
import type { SimulationSettings } from './settings.js';
import type { WeekRhythm } from './week-rhythm.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Follow-ups wait until at least this share of the busiest hour's calls come. */
const AWAKE = 0.2;
const LONGEST_NIGHT_HOURS = 96;

/** A call that begins, with the random stream that belongs to it alone. */
interface Beginning {
  readonly plan: CallPlan;
  readonly random: Random;
}

/** Calls in the order of their start: fresh ones by the rhythm of the week, follow-ups when their time has come. */
export class CallSource {
  private readonly followUps = new Agenda<FollowUp>();
  private readonly arrivals: Random;
  private readonly calls: Random;
  private fresh: number;
  private count = 0;

  constructor(
    random: Random,
    private readonly run: string,
    private readonly settings: SimulationSettings,
    private readonly rhythm: WeekRhythm,
    private readonly incidents: Incidents,
    private readonly reception: Reception,
  ) {
    this.arrivals = random.fork('arrivals');
    this.calls = random.fork('calls');
    this.fresh = this.freshAfter(settings.from);
  }

  next(): Beginning {
    this.count += 1;
    const random = this.calls.fork(this.count);
    const id = `call-${this.run}-${this.count.toString(36)}`;
    const due = this.followUps.peek();
    if (due !== undefined && due.at <= this.fresh) {
      this.followUps.take();
      return { plan: this.reception.planFollowUp(random, id, due), random };
    }
    const plan = this.reception.plan(random, id, this.fresh);
    this.fresh = this.freshAfter(this.fresh);
    return { plan, random };
  }

  /** Nobody calls at three in the morning to ask again: such calls move to the next time when people call. */
  expect(followUp: FollowUp): void {
    const awake = AWAKE * this.rhythm.peak;
    let { at } = followUp;
    for (let hours = 0; hours < LONGEST_NIGHT_HOURS && this.rhythm.rateAt(at) < awake; hours += 1) at += HOUR;
    this.followUps.add({ ...followUp, at });
  }

  private freshAfter(after: number): number {
    const { steady } = this.settings;
    const volumeAt = (at: number) => this.incidents.at(at).volume;
    const { surge } = this.incidents;
    let start = after;
    if (steady === undefined || after < steady.from) {
      const until = steady?.from ?? Number.POSITIVE_INFINITY;
      const rateAt = (at: number) => this.rhythm.rateAt(at) * volumeAt(at);
      start = nextArrival(this.arrivals, after, rateAt, this.rhythm.peak * surge, until);
      if (start < until) return start;
    }
    const rate = (steady?.callsPerMinute ?? 0) / MINUTE;
    return nextArrival(this.arrivals, start, (at) => rate * volumeAt(at), rate * surge, Number.POSITIVE_INFINITY);
  }
}
