import { createHash } from 'node:crypto';
import type { SimulatedEvent } from '../src/simulated-event.js';
import { eventsOfType } from './events-of-type.js';
import { historyOf, MONDAY, PERFECT } from './history-of.js';

const DAY = 86_400_000;
const digest = (events: readonly SimulatedEvent[]): string =>
  createHash('sha256')
    .update(events.map((event) => JSON.stringify(event)).join('\n'))
    .digest('hex');
const rough = { duplicates: 0.01, lost: 0.003, disorder: 3_000, incidents: true };
const times = (events: readonly SimulatedEvent[]) => events.map((event) => Date.parse(event.time));

describe('determinism', () => {
  it('gives the same bytes for the same seed and settings, and others for another seed', () => {
    expect(digest(historyOf(2, rough))).toBe(digest(historyOf(2, rough)));
    expect(digest(historyOf(2, { ...rough, seed: 'other' }))).not.toBe(digest(historyOf(2, rough)));
  });

  it('tells the same calls with and without detail', () => {
    const course = ['call.started', 'call.answered', 'call.ended', 'call.analyzed'];
    const full = historyOf(3).filter((event) => course.includes(event.type));
    expect(digest(historyOf(3, { detail: 'calls' }))).toBe(digest(full));
  });

  it('never gives two different events the same id', () => {
    const events = historyOf(3);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  it('never shares an id between runs that differ', () => {
    const ids = new Set(historyOf(1).map((event) => event.id));
    expect(historyOf(1, { from: MONDAY + 1_000 }).filter((event) => ids.has(event.id))).toEqual([]);
  });
});

describe('span', () => {
  it('stays inside it and leaves the last calls open', () => {
    const to = MONDAY + DAY / 2;
    const events = historyOf(0.5, { ...rough, callsPerDay: 2_000 });
    expect(Math.min(...times(events))).toBeGreaterThanOrEqual(MONDAY);
    expect(Math.max(...times(events))).toBeLessThanOrEqual(to);
    const ended = new Set(eventsOfType(events, 'call.ended').map((event) => event.subject));
    const open = eventsOfType(events, 'call.started').filter((event) => !ended.has(event.subject));
    expect(open.length).toBeGreaterThan(1);
  });

  it('makes about as many calls as asked', () => {
    const starts = eventsOfType(historyOf(28, { detail: 'calls' }), 'call.started');
    expect(starts.length / 28 / 400).toBeGreaterThan(0.93);
    expect(starts.length / 28 / 400).toBeLessThan(1.07);
  });
});

describe('imperfections', () => {
  it('come in order of time without disorder', () => {
    const seen = times(historyOf(2));
    expect(seen.every((time, index) => index === 0 || time >= (seen[index - 1] ?? 0))).toBe(true);
  });

  it('are late by no more than the disorder', () => {
    const seen = times(historyOf(2, { ...PERFECT, disorder: 5_000 }));
    let latest = 0;
    let worst = 0;
    for (const time of seen) {
      latest = Math.max(latest, time);
      worst = Math.max(worst, latest - time);
    }
    expect(worst).toBeGreaterThan(1_000);
    expect(worst).toBeLessThanOrEqual(5_000);
  });

  it('repeat the asked share of events, unchanged', () => {
    const events = historyOf(5, { ...PERFECT, duplicates: 0.05 });
    const first = new Map<string, string>();
    let repeats = 0;
    for (const event of events) {
      const text = JSON.stringify(event);
      const known = first.get(event.id);
      if (known !== undefined) {
        repeats += 1;
        expect(text).toBe(known);
      }
      first.set(event.id, text);
    }
    expect(repeats / first.size).toBeCloseTo(0.05, 2);
  });

  it('lose the end of the asked share of calls', () => {
    const events = historyOf(14, { lost: 0.1, detail: 'calls' });
    const ended = new Set(eventsOfType(events, 'call.ended').map((event) => event.subject));
    const analysed = eventsOfType(events, 'call.analyzed');
    const lost = analysed.filter((event) => !ended.has(event.subject));
    expect(lost.length / analysed.length).toBeCloseTo(0.1, 1);
    expect(lost.length).toBeGreaterThan(0.07 * analysed.length);
  });
});
