import { simulateHistory } from '../src/simulate-history.js';
import type { SimulationOptions } from '../src/settings.js';
import type { SimulatedEvent } from '../src/simulated-event.js';

const DAY = 86_400_000;
/** A Monday, midnight in Berlin. */
export const MONDAY = Date.parse('2026-05-04T00:00:00+02:00');
export const PERFECT = { duplicates: 0, lost: 0, disorder: 0 } as const;

/** Events of so many days from a Monday on; perfect and calm unless told otherwise. */
export const historyOf = (days: number, options: Partial<SimulationOptions> = {}): SimulatedEvent[] => {
  const settings = { seed: 'test', from: MONDAY, callsPerDay: 400, incidents: false, ...PERFECT, ...options };
  return [...simulateHistory({ ...settings, to: settings.from + days * DAY })];
};
