import type { StepTimes } from '../../storage/tables/columns.js';
import { ofType, type Event } from '../../storage/ledger/event.js';

/** The steps that a call's events report. @param events in order */
export function foldSteps(events: readonly Event[]): StepTimes {
  const times = new Map<string, number[]>();
  for (const { at, data } of ofType(events, 'funnel.step')) {
    const own = times.get(data.step);
    if (own === undefined) times.set(data.step, [at]);
    else own.push(at);
  }
  return Object.fromEntries([...times].sort(([a], [b]) => (a < b ? -1 : 1)));
}
