import type { Incident } from '../src/incident.js';
import { LONGEST_TOUCH_LEAD } from '../src/call-start.js';
import { readIncident } from '../src/read-incident.js';
import type { SimulationOptions } from '../src/settings.js';
import type { SimulatedEvent } from '../src/simulated-event.js';
import { eventsOfType } from './events-of-type.js';
import { historyOf, MONDAY } from './history-of.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DAYS = 5;
/** Enough that nobody waits for a line because of calls that an incident adds. */
const ROOM = { lines: 2_000, callsPerDay: 600 };
/** Wednesday, ten in the morning, in Berlin. */
const START = MONDAY + 2 * DAY + 10 * HOUR;

const incident = (text: string): Incident => readIncident(text, START);
const run = (named: readonly Incident[], options: Partial<SimulationOptions> = {}) =>
  historyOf(DAYS, { ...ROOM, named, ...options });
const usual = run([]);

const timeOf = ({ time }: SimulatedEvent): number => Date.parse(time);
const within =
  ({ from, to }: Pick<Incident, 'from' | 'to'>) =>
  (event: SimulatedEvent) =>
    timeOf(event) >= from && timeOf(event) < to;
const startsOf = (events: readonly SimulatedEvent[]) => eventsOfType(events, 'call.started');
const callOf = ({ id }: SimulatedEvent): string => id.slice(0, id.indexOf('.'));

/** A call's id and those of the calls that it follows from. */
function chainOf(call: string): string[] {
  const chain = [call];
  for (let id = call; /-[ac]$/.test(id); chain.push(id)) id = id.slice(0, -2);
  return chain;
}

/**
 * Events that an incident does not concern: outside its time, and not of calls that start within it, or follow from such a
 * call, in either run.
 */
function unconcerned(events: readonly SimulatedEvent[], others: readonly SimulatedEvent[], one: Incident): string[] {
  const inside = within(one);
  const starts = [...startsOf(events), ...startsOf(others)].filter(inside);
  const concerned = new Set(starts.map(({ subject }) => subject ?? ''));
  return events
    .filter((event) => !inside(event))
    .filter((event) => !chainOf(callOf(event)).some((call) => concerned.has(call)))
    .map((event) => JSON.stringify(event));
}

const textsOf = (events: readonly SimulatedEvent[]): string[] => events.map((event) => JSON.stringify(event));

/** The first places at which two lists differ. */
const differences = (
  left: readonly string[],
  right: readonly string[],
): (readonly [string | undefined, string | undefined])[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [left[index], right[index]] as const)
    .filter(([one, other]) => one !== other)
    .slice(0, 3);

const rough = { duplicates: 0.01, lost: 0.003, disorder: 3_000 };
const roughUsual = run([], rough);

describe('an incident changes only what it concerns', () => {
  it.each([
    'latency:1.6@now/2h',
    'errors@now/2h',
    'spike:3@now/2h',
    'drop:4@now/2h',
    'silence@now/2h',
    'drift:1.2@now/3d',
    'drift:0.8@now/3d',
    'component-down@now/40m',
    'component-down=scheduling@now/1h',
  ])('%s', (text) => {
    const one = incident(text);
    const events = run([one], rough);
    const rest = unconcerned(events, roughUsual, one);
    expect(differences(rest, unconcerned(roughUsual, events, one))).toEqual([]);
    expect(rest.length).toBeGreaterThan(20_000);
    expect(differences(textsOf(events), textsOf(roughUsual))).not.toEqual([]);
  });

  it('until it begins, in the order of arrival too', () => {
    const before = (events: readonly SimulatedEvent[]) =>
      textsOf(
        events.slice(
          0,
          events.findIndex((event) => timeOf(event) >= START - LONGEST_TOUCH_LEAD),
        ),
      );
    expect(differences(before(run([incident('spike:5@now/2h')], rough)), before(roughUsual))).toEqual([]);
    expect(before(roughUsual).length).toBeGreaterThan(5_000);
  });

  it('beside another one', () => {
    const spike = incident('spike:3@now/2h');
    const latency = incident('latency:2@now+1d/2h');
    const extra = (events: readonly SimulatedEvent[]) =>
      textsOf(events.filter((event) => /-spike-\w+-[0-9a-z]+$/.test(callOf(event)) && timeOf(event) < spike.to));
    const alone = extra(run([spike]));
    expect(alone.length).toBeGreaterThan(1_000);
    expect(differences(extra(run([latency, spike])), alone)).toEqual([]);
  });

  it('counts once when it is named twice', () => {
    const one = incident('spike:3@now/2h');
    expect(differences(textsOf(run([one, one])), textsOf(run([one])))).toEqual([]);
  });

  it('by chance too: the usual calls are the same in a quiet run', () => {
    const eventful = new Set(startsOf(run([], { incidents: true })).map(({ id }) => id));
    const fresh = startsOf(usual).filter(({ subject = '' }) => !/-[ac]$/.test(subject));
    expect(fresh.filter(({ id }) => !eventful.has(id))).toEqual([]);
    expect(eventful.size).toBeGreaterThan(startsOf(usual).length);
  });
});

describe('what an incident does', () => {
  const ratioOf = (one: Incident) =>
    startsOf(run([one])).filter(within(one)).length / startsOf(usual).filter(within(one)).length;

  it('latency: the language model is slower by its factor, turn by turn', () => {
    const one = incident('latency:1.6@now/4h');
    const llm = (events: readonly SimulatedEvent[]) =>
      new Map(
        eventsOfType(events, 'call.turn').map((event) => [
          event.id,
          { at: timeOf(event), ms: event.data.latency_ms.llm ?? 0 },
        ]),
      );
    const before = llm(usual);
    const slow = [...llm(run([one]))].filter(([, { at }]) => at >= one.from && at < one.to);
    const ratios = slow.flatMap(([id, { ms }]) => {
      const known = before.get(id);
      return known !== undefined && known.at >= one.from && known.at < one.to ? [ms / known.ms] : [];
    });
    expect(ratios.length).toBeGreaterThan(500);
    expect(Math.min(...ratios)).toBeGreaterThan(1.58);
    expect(Math.max(...ratios)).toBeLessThan(1.62);
  });

  it('errors: many times as many calls end with errors', () => {
    const one = incident('errors:10@now/8h');
    const shareOf = (events: readonly SimulatedEvent[]) => {
      const ends = eventsOfType(events, 'call.ended').filter(within(one));
      return ends.filter(({ data }) => data.errors !== undefined).length / ends.length;
    };
    expect(shareOf(usual)).toBeLessThan(0.05);
    expect(shareOf(run([one]))).toBeGreaterThan(0.12);
    expect(shareOf(run([one]))).toBeLessThan(0.26);
  });

  it('spike: keeps all usual calls and adds others of people who did not call before', () => {
    const one = incident('spike:3@now/4h');
    const events = run([one]);
    const ids = new Set(events.map(({ id }) => id));
    expect(startsOf(usual).filter(({ id }) => !ids.has(id))).toEqual([]);
    expect(ratioOf(one)).toBeGreaterThan(2.5);
    expect(ratioOf(one)).toBeLessThan(3.5);
    expect(ids.size).toBe(events.length);
  });

  it('drop and silence: fewer calls, and none', () => {
    expect(ratioOf(incident('drop:4@now/4h'))).toBeGreaterThan(0.15);
    expect(ratioOf(incident('drop:4@now/4h'))).toBeLessThan(0.36);
    expect(ratioOf(incident('silence@now/4h'))).toBe(0);
  });

  it('silence: appointments that a call would have changed take their course', () => {
    const one = incident('silence@now/1d');
    const events = run([one]);
    const changed = startsOf(usual)
      .filter(({ subject = '' }) => subject.endsWith('-c'))
      .filter(within(one));
    expect(changed.length).toBeGreaterThan(0);
    const types = ['appointment.completed', 'appointment.no_show', 'appointment.canceled', 'appointment.rescheduled'];
    const settled = new Set(events.filter(({ type }) => types.includes(type)).map(callOf));
    expect(changed.filter(({ subject = '' }) => settled.has(subject)).length).toBeGreaterThan(0);
  });

  it('drift: grows day by day, and ends', () => {
    const one = incident('drift:1.3@now-1d/3d');
    const events = startsOf(run([one], { callsPerDay: 2_000, detail: 'calls' }));
    const base = startsOf(run([], { callsPerDay: 2_000, detail: 'calls' }));
    const ratios = [0, 1, 2].map((day) => {
      const inDay = within({ from: one.from + day * DAY, to: one.from + (day + 1) * DAY });
      return events.filter(inDay).length / base.filter(inDay).length;
    });
    ratios.forEach((ratio, day) => {
      expect(ratio).toBeGreaterThan(1.3 ** day * 0.97);
      expect(ratio).toBeLessThan(1.3 ** (day + 1) * 1.03);
    });
    const after = within({ from: one.to + 2 * HOUR, to: one.to + 10 * HOUR });
    expect(events.filter(after).length / base.filter(after).length).toBeLessThan(1.1);
  });

  it('component-down: its checks say down, and no others; calls go on', () => {
    const one = incident('component-down=scheduling@now/1h');
    const events = run([one]);
    const down = eventsOfType(events, 'system.check').filter(({ data }) => data.status === 'down');
    expect(down.map(({ data, time }) => [data.component, Date.parse(time)])).toEqual(
      Array.from({ length: 12 }, (_, index) => ['scheduling', START + index * 5 * MINUTE]),
    );
    const calls = (all: readonly SimulatedEvent[]) => all.filter(({ type }) => type !== 'system.check');
    expect(differences(textsOf(calls(events)), textsOf(calls(usual)))).toEqual([]);
  });

  it('component-down of the voice agent: calls fail', () => {
    const one = incident('component-down@now/1h');
    const events = run([one]);
    const starts = new Set(
      startsOf(events)
        .filter(within(one))
        .map(({ subject }) => subject),
    );
    const ends = eventsOfType(events, 'call.ended').filter(({ subject }) => starts.has(subject));
    const failed = ends.filter(({ data }) => data.outcome === 'failed').length;
    expect(ends.length).toBeGreaterThan(30);
    expect(failed / ends.length).toBeGreaterThan(0.85);
  });

  it('late-provider: the same events, those of its calls late by so many minutes', () => {
    const one = incident('late-provider=retell:7@now/2h');
    const events = run([one]);
    const byId = (all: readonly SimulatedEvent[]) => [...all].sort((left, right) => (left.id < right.id ? -1 : 1));
    expect(differences(textsOf(byId(events)), textsOf(byId(usual)))).toEqual([]);
    const providers = new Map(startsOf(usual).map(({ subject, data }) => [subject, data.provider]));
    let latest = 0;
    const delays = events.map((event) => {
      latest = Math.max(latest, timeOf(event));
      return { event, behind: latest - timeOf(event) };
    });
    const late = delays.filter(({ behind }) => behind > MINUTE);
    expect(late.length).toBeGreaterThan(500);
    expect(late.filter(({ event }) => providers.get(event.subject) !== 'retell')).toEqual([]);
    expect(late.filter(({ event }) => !event.type.startsWith('call.') || !within(one)(event))).toEqual([]);
    expect(Math.max(...late.map(({ behind }) => behind))).toBeLessThanOrEqual(7 * MINUTE);
    const due = delays.filter(({ event }) => within(one)(event) && event.type.startsWith('call.'));
    const theirs = due.filter(({ event }) => providers.get(event.subject) === 'retell');
    expect(theirs.filter(({ behind }) => behind > 5 * MINUTE).length).toBeGreaterThan(0.95 * theirs.length);
  });

  it('holiday: the local day of its start, all of it, looks like a Sunday', () => {
    const one = incident('holiday@now/1d');
    const day = { from: MONDAY + 2 * DAY, to: MONDAY + 3 * DAY };
    const sunday = { from: MONDAY + 6 * DAY, to: MONDAY + 7 * DAY };
    const history = (named: readonly Incident[]) => historyOf(7, { ...ROOM, callsPerDay: 1_500, named });
    const events = history([one]);
    const base = startsOf(history([]));
    const count = startsOf(events).filter(within(day)).length;
    const expected = base.filter(within(sunday)).length;
    expect(Math.abs(count - expected)).toBeLessThan(4 * Math.sqrt(2 * expected));
    const ids = new Set(base.map(({ id }) => id));
    const ofDay = startsOf(events).filter(within(day));
    expect(ofDay.filter(({ id }) => !ids.has(id))).toEqual([]);
    const visits = ['appointment.completed', 'appointment.no_show'] as const;
    expect(visits.flatMap((type) => eventsOfType(events, type).filter(within(day)))).toEqual([]);
    expect(visits.flatMap((type) => eventsOfType(events, type)).length).toBeGreaterThan(500);
  });
});
