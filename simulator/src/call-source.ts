import { Agenda } from './agenda.js';
import type { CallPlan } from './call-plan.js';
import type { CallRate } from './call-rate.js';
import { ExtraArrivals } from './extra-arrivals.js';
import type { FollowUp } from './follow-up.js';
import type { Incidents } from './incidents.js';
import type { Random } from './random.js';
import type { Reception } from './reception.js';
import type { WeekRhythm } from './week-rhythm.js';

const HOUR = 3_600_000;
/** Follow-ups wait until at least this share of the busiest hour's calls come. */
const AWAKE = 0.2;
const LONGEST_NIGHT_HOURS = 96;

/** A call that begins, with the random stream that belongs to it alone. */
export interface Beginning {
  readonly plan: CallPlan;
  readonly random: Random;
  /** False for a call that an incident keeps from coming. */
  readonly comes: boolean;
}

interface Expected extends FollowUp {
  readonly id: string;
  readonly random: Random;
}

export interface CallSourceParts {
  readonly random: Random;
  /** Name of the run, for the ids of its calls. */
  readonly run: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly rhythm: WeekRhythm;
  readonly rate: CallRate;
  readonly incidents: Incidents;
  readonly reception: Reception;
}

/**
 * Calls in the order of their start: fresh ones by the rhythm of the week, follow-ups when their time has come, and those that
 * an incident adds. Ids and random streams of a call hang on what brought it about alone, so that an incident changes no
 * call that it does not concern.
 */
export class CallSource {
  private readonly followUps = new Agenda<Expected>();
  private readonly arrivals: Random;
  private readonly calls: Random;
  private readonly extra: ExtraArrivals;
  private fresh: number;
  private count = 0;

  constructor(private readonly parts: CallSourceParts) {
    const { random, rate, incidents, from } = parts;
    this.arrivals = random.fork('arrivals');
    this.calls = random.fork('calls');
    this.extra = new ExtraArrivals(random.fork('extra'), rate, incidents, from);
    this.fresh = rate.next(this.arrivals, from);
  }

  next(): Beginning {
    const { reception, rate, run } = this.parts;
    const due = this.followUps.peek();
    const extra = this.extra.takeBefore(Math.min(this.fresh, due?.at ?? this.fresh));
    if (extra !== undefined) {
      const plan = reception.planExtra(extra.random, `call-${run}-${extra.name}`, extra.at);
      return this.begin(plan, extra.random, false);
    }
    if (due !== undefined && due.at <= this.fresh) {
      this.followUps.take();
      return this.begin(reception.planFollowUp(due.random, due.id, due), due.random, true);
    }
    this.count += 1;
    const random = this.calls.fork(this.count);
    const plan = reception.plan(random, `call-${run}-${this.count.toString(36)}`, this.fresh);
    this.fresh = rate.next(this.arrivals, this.fresh);
    return this.begin(plan, random, false);
  }

  /**
   * Nobody calls at three in the morning to ask again: such calls move to the next time when people call.
   * @param random stream of the earlier call
   */
  expect(followUp: FollowUp, random: Random): void {
    const { rhythm, incidents } = this.parts;
    const { earlier, why } = followUp;
    const awake = AWAKE * rhythm.peak;
    const rateAt = (at: number) => rhythm.rateAt(at) * incidents.shareOnHoliday(at);
    let { at } = followUp;
    for (let hours = 0; hours < LONGEST_NIGHT_HOURS && rateAt(at) < awake; hours += 1) at += HOUR;
    const id = `${earlier.id}-${why === 'again' ? 'a' : 'c'}`;
    this.followUps.add({ ...followUp, at, id, random: random.fork(`call-${why}`) });
  }

  private begin(plan: CallPlan, random: Random, again: boolean): Beginning {
    const share = this.parts.incidents.shareComing(plan.startedAt, again);
    return { plan, random, comes: share === 1 || random.fork('comes').chance(share) };
  }
}
