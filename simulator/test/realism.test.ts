import type { SimulatedEvent } from '../src/simulated-event.js';
import { eventsOfType } from './events-of-type.js';
import { historyOf, MONDAY } from './history-of.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const units = (amount: string | number | undefined): bigint => {
  const [whole = '', fraction = ''] = String(amount).split('.');
  expect(fraction).toHaveLength(4);
  return BigInt(whole + fraction);
};

const abandonmentRate = (events: readonly SimulatedEvent[]): number => {
  const inbound = new Set(
    eventsOfType(events, 'call.started').flatMap((event) => (event.data.direction === 'inbound' ? event.subject : [])),
  );
  const ends = eventsOfType(events, 'call.ended').filter((event) => inbound.has(event.subject));
  return ends.filter((event) => event.data.outcome === 'abandoned').length / ends.length;
};

describe('a week of the firm', () => {
  const events = historyOf(28, { callsPerDay: 300 });
  const started = eventsOfType(events, 'call.started');
  const ended = eventsOfType(events, 'call.ended');

  it('is busy on weekday mornings and quiet at night, at lunch and on weekends', () => {
    const hours = new Map<string, number>();
    for (const { time } of started) {
      const since = Date.parse(time) - MONDAY;
      const weekend = Math.floor(since / DAY) % 7 >= 5;
      const key = `${weekend ? 'weekend' : 'weekday'} ${Math.floor((since % DAY) / HOUR)}`;
      hours.set(key, (hours.get(key) ?? 0) + (weekend ? 1 / 2 : 1 / 5));
    }
    const at = (key: string) => hours.get(key) ?? 0;
    expect(at('weekday 10')).toBeGreaterThan(15 * at('weekday 3'));
    expect(at('weekday 10')).toBeGreaterThan(1.3 * at('weekday 12'));
    expect(at('weekday 10')).toBeGreaterThan(2.5 * at('weekend 10'));
  });

  it('is mostly called, by phone', () => {
    const share = (matches: (event: (typeof started)[number]) => boolean) =>
      started.filter(matches).length / started.length;
    expect(share(({ data }) => data.direction === 'inbound')).toBeCloseTo(0.86, 1);
    expect(share(({ data }) => data.channel === 'web')).toBeCloseTo(0.13, 1);
    expect(share(({ data }) => data.from === undefined)).toBeGreaterThan(0.03);
  });

  it('hears from the same callers again within a day, three days and a week', () => {
    const last = new Map<string, number>();
    const gaps: number[] = [];
    for (const { data, time } of started) {
      if (data.direction !== 'inbound' || data.from === undefined) continue;
      const at = Date.parse(time);
      gaps.push(at - (last.get(data.from) ?? Number.NEGATIVE_INFINITY));
      last.set(data.from, at);
    }
    const within = (span: number) => gaps.filter((gap) => gap < span).length / gaps.length;
    expect(within(DAY)).toBeGreaterThan(0.04);
    expect(within(3 * DAY)).toBeGreaterThan(within(DAY) + 0.02);
    expect(within(7 * DAY)).toBeGreaterThan(within(3 * DAY) + 0.02);
    expect(within(7 * DAY)).toBeLessThan(0.4);
  });

  it('costs exactly what its components cost', () => {
    const costs = ended.flatMap((event) => event.data.cost ?? []);
    expect(costs.length).toBeGreaterThan(1_000);
    for (const { total, components } of costs) {
      const sum = Object.values(components ?? {}).reduce((so, amount) => so + units(amount), 0n);
      expect(sum).toBe(units(total));
    }
  });

  it('books with some agents more than with others, beyond chance', () => {
    const outcomes = new Map(ended.map((event) => [event.subject, event.data.outcome]));
    const rateOf = (agent: string) => {
      const calls = started.filter(({ data }) => data.agent.id === agent && data.queue === 'booking');
      const booked = calls.filter(({ subject }) => outcomes.get(subject) === 'booked').length;
      const rate = booked / calls.length;
      return { rate, error: (rate * (1 - rate)) / calls.length };
    };
    const anna = rateOf('agent-anna');
    const ben = rateOf('agent-ben');
    expect((anna.rate - ben.rate) / Math.sqrt(anna.error + ben.error)).toBeGreaterThan(4);
  });

  it('releases new versions of its agents', () => {
    const versions = new Set(started.map(({ data }) => `${data.agent.id} ${data.agent.version ?? ''}`));
    expect(versions.size).toBeGreaterThan(2 * new Set(started.map(({ data }) => data.agent.id)).size - 1);
  });

  it('takes a little longer from end to end than in all stages together', () => {
    for (const { data } of eventsOfType(events, 'call.turn').slice(0, 5_000)) {
      const { e2e = 0, asr = 0, llm = 0, tts = 0, endpointing = 0 } = data.latency_ms;
      expect(e2e).toBeGreaterThan(asr + llm + tts + endpointing - 1);
      expect(e2e).toBeLessThan(asr + llm + tts + endpointing + 1_000);
    }
  });

  it('takes the steps of a booking in order, and fewer people each', () => {
    const steps = eventsOfType(events, 'funnel.step');
    const told = ['intent.booking', 'slot.offered', 'slot.selected'].map(
      (step) => steps.filter(({ data }) => data.step === step).length,
    );
    const counts = [...told, eventsOfType(events, 'appointment.scheduled').length];
    expect([...counts].sort((left, right) => right - left)).toEqual(counts);
    expect(new Set(counts).size).toBe(4);
  });

  it('ends appointments once: kept, missed or canceled', () => {
    const ends = (['appointment.completed', 'appointment.no_show', 'appointment.canceled'] as const).flatMap((type) =>
      eventsOfType(events, type).map(({ data }) => data.appointment_id),
    );
    const made = new Set(eventsOfType(events, 'appointment.scheduled').map(({ data }) => data.appointment_id));
    expect(new Set(ends).size).toBe(ends.length);
    expect(ends.filter((id) => !made.has(id))).toEqual([]);
    expect(ends.length).toBeGreaterThan(0.6 * made.size);
  });

  it('touches callers before they call', () => {
    const calls = new Map(started.map((event) => [event.subject, event]));
    const touches = eventsOfType(events, 'touch.recorded');
    expect(touches.length).toBeGreaterThan(0.2 * calls.size);
    for (const touch of touches) {
      const call = calls.get(touch.id.slice(0, touch.id.indexOf('.')));
      // A touch may come before the end of the history and its call after.
      if (call !== undefined) expect(Date.parse(touch.time)).toBeLessThan(Date.parse(call.time));
    }
  });
});

it('loses more callers the more of them share the lines', () => {
  const [calm = 1, busy = 0, swamped = 0] = [200, 500, 1_200].map((callsPerDay) =>
    abandonmentRate(historyOf(7, { callsPerDay, lines: 4, detail: 'calls' })),
  );
  expect(calm).toBeLessThan(0.09);
  expect(busy).toBeGreaterThan(calm + 0.02);
  expect(swamped).toBeGreaterThan(busy + 0.1);
});

describe('incidents', () => {
  const events = historyOf(15, { incidents: true, callsPerDay: 500 });
  const checks = eventsOfType(events, 'system.check').filter(({ data }) => data.component === 'voice-agent');
  const during = (status: string) => {
    const marked = checks.filter(({ data }) => data.status === status).map(({ time }) => Date.parse(time));
    return (at: number) => marked.some((mark) => at >= mark && at < mark + 300_000);
  };
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('triple the latency of the language model in a few windows', () => {
    const degraded = during('degraded');
    const turns = eventsOfType(events, 'call.turn').map((event) => ({
      slow: degraded(Date.parse(event.time)),
      llm: event.data.latency_ms.llm ?? 0,
    }));
    const slow = mean(turns.filter((turn) => turn.slow).map((turn) => turn.llm));
    const usual = mean(turns.filter((turn) => !turn.slow).map((turn) => turn.llm));
    expect(slow / usual).toBeGreaterThan(2);
  });

  it('fail calls while the voice agent is down', () => {
    const down = during('down');
    const ends = eventsOfType(events, 'call.ended').filter(({ time }) => down(Date.parse(time) - 30_000));
    const failed = ends.filter(({ data }) => data.outcome === 'failed');
    expect(checks.filter(({ data }) => data.status === 'down').length).toBeGreaterThan(2);
    expect(failed.length / ends.length).toBeGreaterThan(0.3);
  });
});
