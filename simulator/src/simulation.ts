import { AgentReleases } from './agent-releases.js';
import { Calendar, type Delivery } from './calendar.js';
import { CallSource } from './call-source.js';
import { LONGEST_TOUCH_LEAD } from './call-start.js';
import { Callers } from './callers.js';
import type { Clock } from './clock.js';
import { followUpOf } from './follow-up.js';
import { Incidents } from './incidents.js';
import { Switchboard } from './switchboard.js';
import { Random } from './random.js';
import { Reception } from './reception.js';
import { Road } from './road.js';
import { DEFAULT_SETTINGS, type SimulationOptions, type SimulationSettings } from './settings.js';
import { simulateCall } from './simulate-call.js';
import type { SimulatedEvent } from './simulated-event.js';
import type { Surroundings } from './surroundings.js';
import { CHECK_EVERY, checkSystems } from './system-checks.js';
import { WeekRhythm } from './week-rhythm.js';

/** Share of calls that come by themselves; the rest follows from them, as measured over a month. */
const FRESH_SHARE = 0.86;

/** Names a run in the ids of its calls, so that runs that differ in what happens never share an id. */
const runName = ({ seed, from, callsPerDay, timezone, lines, steady, incidents }: SimulationSettings): string => {
  const facts = JSON.stringify([seed, from, callsPerDay, timezone, lines, steady, incidents]);
  return Random.seeded(facts)
    .below(2 ** 32)
    .toString(36);
};

/**
 * A firm whose phone agents answer calls: one stream of events from `from` on, without end. It can be read as history
 * up to an instant and then go on live; calls that are under way at that instant end in the live part.
 * Memory is bounded by what is to come (follow-ups, appointments of the next two weeks), not by what has been.
 * @throws RangeError if the time zone is unknown
 */
export class Simulation {
  private readonly settings: SimulationSettings;
  private readonly random: Random;
  private readonly run: string;
  private readonly incidents: Incidents;
  private readonly surroundings: Surroundings;
  private readonly source: CallSource;
  private readonly lines: Switchboard;
  private readonly calendar: Calendar;
  private readonly road: Road;
  private known: number;
  private nextCheck: number;
  private page: readonly Delivery[] = [];
  private place = 0;

  /** @param horizon epoch milliseconds; events later than this are never wanted */
  constructor(options: SimulationOptions, horizon = Number.POSITIVE_INFINITY) {
    const settings = { ...DEFAULT_SETTINGS, ...options };
    this.settings = settings;
    this.run = runName(settings);
    this.random = Random.seeded(settings.seed);
    const rhythm = new WeekRhythm(settings.timezone, settings.callsPerDay * FRESH_SHARE);
    const incidents = new Incidents(this.random.fork('incidents'), rhythm, settings.from, settings.incidents);
    this.incidents = incidents;
    this.surroundings = {
      conditionsAt: (at) => incidents.at(at),
      offsetAt: (at) => rhythm.offsetAt(at),
      detail: settings.detail,
    };
    const callers = new Callers(this.random.fork('callers'), settings.callsPerDay);
    const reception = new Reception(callers, new AgentReleases(settings.from));
    this.source = new CallSource(this.random, this.run, settings, rhythm, incidents, reception);
    this.lines = new Switchboard(settings, rhythm.peak);
    this.calendar = new Calendar(settings.from);
    this.road = new Road(this.random.fork('road'), this.calendar, { ...settings, to: horizon });
    this.known = settings.from;
    this.nextCheck = Math.ceil(settings.from / CHECK_EVERY) * CHECK_EVERY;
  }

  /** The events that reach the service by `to`, beginning where the last reader stopped, unless the signal aborts. */
  *until(to: number, signal?: AbortSignal): Generator<SimulatedEvent, void, undefined> {
    while (signal?.aborted !== true) {
      const delivery = this.peek(to);
      if (delivery === undefined || delivery.dueAt > to) return;
      this.place += 1;
      yield delivery.timed.event;
    }
  }

  /** The events from where the last reader stopped, each when its time has come, until the signal aborts. */
  async *live(clock: Clock, signal?: AbortSignal): AsyncGenerator<SimulatedEvent, void, undefined> {
    while (signal?.aborted !== true) {
      const delivery = this.peek(Number.POSITIVE_INFINITY);
      if (delivery === undefined) return;
      const early = delivery.dueAt - clock.now();
      if (early > 0) {
        await clock.wait(early, signal);
        continue;
      }
      this.place += 1;
      yield delivery.timed.event;
    }
  }

  private peek(limit: number): Delivery | undefined {
    while (this.place >= this.page.length) {
      if (this.calendar.start > limit) return undefined;
      const needed = this.calendar.end + LONGEST_TOUCH_LEAD;
      while (this.known < needed) this.admit();
      this.check(this.calendar.end);
      this.page = this.calendar.take();
      this.place = 0;
    }
    return this.page[this.place];
  }

  /** Lets the next call happen. */
  private admit(): void {
    const { plan, random } = this.source.next();
    const inbound = plan.direction === 'inbound';
    const call = simulateCall(random, plan, inbound ? this.lines.waitAt(plan.startedAt) : 0, this.surroundings);
    if (inbound && call.answered) this.lines.occupy(plan.startedAt, call.endedAt);
    for (const followUp of call.followUps) this.source.expect(followUp);
    const again = followUpOf(random.fork('again'), plan, call);
    if (again !== undefined) this.source.expect(again);
    const lost = random.fork('lost').chance(this.settings.lost);
    for (const timed of call.events) {
      if (!lost || timed.event.type !== 'call.ended') this.road.send(timed);
    }
    this.known = plan.startedAt;
  }

  private check(until: number): void {
    if (this.settings.detail === 'calls') return;
    for (; this.nextCheck < until; this.nextCheck += CHECK_EVERY) {
      const random = this.random.fork(`check-${this.nextCheck}`);
      for (const timed of checkSystems(random, this.run, this.nextCheck, this.incidents.at(this.nextCheck))) {
        this.road.send(timed);
      }
    }
  }
}
