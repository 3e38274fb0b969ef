import { AgentReleases } from './agent-releases.js';
import { settleAppointment } from './appointment-fate.js';
import { Calendar, type Delivery } from './calendar.js';
import { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import { CallRate } from './call-rate.js';
import { CallSource } from './call-source.js';
import { LONGEST_TOUCH_LEAD } from './call-start.js';
import { Callers } from './callers.js';
import type { Clock } from './clock.js';
import { followUpOf } from './follow-up.js';
import { Incidents } from './incidents.js';
import { Switchboard } from './switchboard.js';
import { Random } from './random.js';
import { RandomIncidents } from './random-incidents.js';
import { Reception } from './reception.js';
import { Road } from './road.js';
import { DEFAULT_SETTINGS, type SimulationOptions, type SimulationSettings } from './settings.js';
import { simulateCall } from './simulate-call.js';
import type { SimulatedEvent } from './simulated-event.js';
import type { Surroundings } from './surroundings.js';
import { CHECK_EVERY, checkSystems } from './system-checks.js';
import type { TimedEvent } from './timed-event.js';
import { VolumeVariation } from './variation.js';
import { WeekRhythm } from './week-rhythm.js';

/** Share of calls that come by themselves; the rest follows from them, as measured over a month. */
const FRESH_SHARE = 0.86;

/** An appointment that starts sooner is not changed any more. */
const SOON = 120_000;

/**
 * Names a run in the ids of its calls, so that runs that differ in what happens never share an id. Those that differ in their
 * incidents alone share the calls that are the same in both.
 */
const runName = ({ seed, from, callsPerDay, timezone, lines, steady, variation }: SimulationSettings): string => {
  const facts = JSON.stringify([seed, from, callsPerDay, timezone, lines, steady, variation]);
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
    const chance = new RandomIncidents(this.random.fork('incidents'), rhythm, settings.from);
    const incidents = new Incidents(settings.named, rhythm, settings.incidents ? chance : undefined);
    this.incidents = incidents;
    this.surroundings = {
      conditionsAt: (at) => incidents.at(at),
      offsetAt: (at) => rhythm.offsetAt(at),
      isHoliday: (localDay) => incidents.isHoliday(localDay),
      detail: settings.detail,
    };
    const callers = new Callers(this.random.fork('callers'), settings.callsPerDay);
    const reception = new Reception(callers, new AgentReleases(settings.from));
    const rate = new CallRate(rhythm, settings, this.variationOf(rhythm));
    const { random, run } = this;
    this.source = new CallSource({ random, run, from: settings.from, rhythm, rate, incidents, reception });
    this.lines = new Switchboard(settings, rhythm.peak);
    this.calendar = new Calendar(settings.from);
    this.road = new Road(this.calendar, { ...settings, to: horizon });
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

  private variationOf(rhythm: WeekRhythm): VolumeVariation | undefined {
    const { variation, from } = this.settings;
    if (variation === undefined) return undefined;
    return new VolumeVariation(this.random.fork('variation'), variation, from, (at) => rhythm.offsetAt(at));
  }

  /** Lets the next call happen, if nothing keeps it from coming. */
  private admit(): void {
    const { plan, random, comes } = this.source.next();
    this.known = plan.startedAt;
    if (!comes) {
      this.miss(plan, random);
      return;
    }
    const inbound = plan.direction === 'inbound';
    const call = simulateCall(random, plan, inbound ? this.lines.waitAt(plan.startedAt) : 0, this.surroundings);
    if (inbound && call.answered) this.lines.occupy(plan.startedAt, call.endedAt);
    for (const followUp of call.followUps) this.source.expect(followUp, random);
    const again = followUpOf(random.fork('again'), plan, call);
    if (again !== undefined) this.source.expect(again, random);
    const lost = random.fork('lost').chance(this.settings.lost);
    const events = lost ? call.events.filter(({ event }) => event.type !== 'call.ended') : call.events;
    this.send(events, random, plan.agent.provider);
  }

  /** The appointment that the call would have been about takes its course without it. */
  private miss({ id, startedAt, appointment, agent }: CallPlan, random: Random): void {
    if (appointment === undefined || appointment.startsAt < startedAt + SOON) return;
    const log = new CallLog(id, this.settings.detail === 'full');
    settleAppointment(random.fork('booking'), appointment, startedAt, log);
    this.send(log.events, random, agent.provider);
  }

  /** What happens in a call its provider reports, the rest the firm's own systems. */
  private send(events: readonly TimedEvent[], random: Random, provider: string): void {
    const road = random.fork('road');
    for (const timed of events) {
      const late = timed.event.type.startsWith('call.') ? this.incidents.latenessAt(timed.at, provider) : 0;
      this.road.send(timed, road, late);
    }
  }

  private check(until: number): void {
    if (this.settings.detail === 'calls') return;
    for (; this.nextCheck < until; this.nextCheck += CHECK_EVERY) {
      const random = this.random.fork(`check-${this.nextCheck}`);
      const road = random.fork('road');
      for (const timed of checkSystems(random, this.run, this.nextCheck, this.incidents.at(this.nextCheck))) {
        this.road.send(timed, road);
      }
    }
  }
}
