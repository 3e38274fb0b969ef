import type { Incident } from './incident.js';
import type { Variation } from './variation.js';

/** How a simulation runs. The same settings give the same events, byte for byte. */
export interface SimulationSettings {
  readonly seed: string;
  /** Epoch milliseconds at which the first call may begin. */
  readonly from: number;
  /** Mean over a week, calls that follow from other calls included; with growth that of the first week. */
  readonly callsPerDay: number;
  /** IANA zone of the firm's opening hours. */
  readonly timezone: string;
  /** Calls that agents can hold at the same time; as many as the busiest hour needs if absent. */
  readonly lines?: number;
  /** A steady rate that takes the place of the rhythm from an instant on. */
  readonly steady?: { readonly from: number; readonly callsPerMinute: number };
  readonly detail: 'full' | 'calls';
  /** Whether slow language models, surges and outages happen by chance. */
  readonly incidents: boolean;
  /** What happens besides; events that it does not concern are the same with it and without it. */
  readonly named: readonly Incident[];
  /** Beyond the rhythm of the week; nothing if absent. */
  readonly variation?: Variation;
  /** Share of events that are delivered twice. */
  readonly duplicates: number;
  /** Share of calls whose end is never reported. */
  readonly lost: number;
  /** Milliseconds that an event can be late, and so out of order. */
  readonly disorder: number;
}

/** Settings of which all but the first three have a default. */
export type SimulationOptions = Pick<SimulationSettings, 'seed' | 'from' | 'callsPerDay'> & Partial<SimulationSettings>;

export const DEFAULT_SETTINGS = {
  timezone: 'Europe/Berlin',
  detail: 'full',
  incidents: true,
  named: [],
  duplicates: 0.01,
  lost: 0.003,
  disorder: 3_000,
} as const satisfies Partial<SimulationSettings>;
