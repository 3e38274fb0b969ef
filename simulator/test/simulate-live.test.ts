import { simulateLive } from '../src/simulate-live.js';
import { Simulation } from '../src/simulation.js';
import type { SimulatedEvent } from '../src/simulated-event.js';
import { eventsOfType } from './events-of-type.js';
import { MONDAY, PERFECT, historyOf } from './history-of.js';
import { ManualClock } from './manual-clock.js';

const NOON = MONDAY + 12 * 3_600_000;
const options = { seed: 'live', from: MONDAY, callsPerDay: 400, ...PERFECT };

const take = async (events: AsyncGenerator<SimulatedEvent>, count: number): Promise<SimulatedEvent[]> => {
  const taken: SimulatedEvent[] = [];
  for await (const event of events) if (taken.push(event) >= count) break;
  return taken;
};

it('gives each event when it is due, not before', async () => {
  const clock = new ManualClock(MONDAY);
  for await (const event of simulateLive({ ...options, clock })) {
    expect(clock.now()).toBeGreaterThanOrEqual(Date.parse(event.time));
    if (clock.now() > NOON) break;
  }
});

it('goes on where the history stopped', async () => {
  const simulation = new Simulation(options);
  const past = [...simulation.until(NOON)];
  const rest = await take(simulation.live(new ManualClock(NOON)), 200);
  const whole = historyOf(1, { ...options, incidents: true });
  expect([...past, ...rest]).toEqual(whole.slice(0, past.length + rest.length));
});

it('ends when the signal aborts', async () => {
  const controller = new AbortController();
  const events = simulateLive({ ...options, clock: new ManualClock(MONDAY), signal: controller.signal });
  await events.next();
  controller.abort();
  expect((await events.next()).done).toBe(true);
});

it('keeps a steady rate when it is asked to', () => {
  const steady = { from: NOON, callsPerMinute: 30 };
  const simulation = new Simulation({ ...options, incidents: false, detail: 'calls', steady });
  const minutes = 120;
  const events = [...simulation.until(NOON + minutes * 60_000)];
  const live = eventsOfType(events, 'call.started').filter((event) => Date.parse(event.time) >= NOON);
  expect(live.length / minutes).toBeGreaterThan(27);
  expect(live.length / minutes).toBeLessThan(36);
});
