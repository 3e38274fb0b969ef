import { PROVIDERS } from './agents.js';
import { COMPONENTS } from './system-checks.js';

interface Kind {
  /** What it does, for the help of the command line. */
  readonly does: string;
  /** Absent where it cannot be chosen how strong it is. */
  readonly factor?: { readonly usual: number; readonly min: number; readonly max: number };
  /** Absent where it befalls all calls. The first is meant where none is named. */
  readonly targets?: readonly [string, ...string[]];
}

/** Everything that can be made to happen, by name. */
export const INCIDENT_KINDS = {
  latency: { does: 'the language model takes this many times as long', factor: { usual: 3, min: 1, max: 100 } },
  errors: { does: 'this many times as many calls end with errors', factor: { usual: 10, min: 1, max: 100 } },
  spike: { does: 'this many times as many calls', factor: { usual: 3, min: 1, max: 100 } },
  drop: { does: 'calls divided by this factor', factor: { usual: 3, min: 1, max: 1_000 } },
  silence: { does: 'no calls' },
  drift: { does: 'calls grow by this factor a day', factor: { usual: 1.033, min: 0.5, max: 2 } },
  'component-down': {
    does: 'checks of a component say down; without the voice agent calls fail',
    targets: COMPONENTS,
  },
  'late-provider': {
    does: 'events of a provider come this many minutes late',
    factor: { usual: 10, min: 0, max: 1_440 },
    targets: PROVIDERS,
  },
  holiday: { does: 'whole local days with the calls of a Sunday' },
} as const satisfies Record<string, Kind>;

export type IncidentKind = keyof typeof INCIDENT_KINDS;

/** Something that happens from one instant to another. */
export interface Incident {
  readonly kind: IncidentKind;
  /** What the kind says that it is; 1 where it has none. */
  readonly factor: number;
  /** Component or provider; absent where it befalls all calls. */
  readonly target?: string;
  /** Epoch milliseconds; a holiday is the local day in which it begins, and those after it. */
  readonly from: number;
  /** Epoch milliseconds, exclusive. */
  readonly to: number;
}

export const kindOf = (name: IncidentKind): Kind => INCIDENT_KINDS[name];

/** Names an incident within a run; two with the same name are the same. */
export const nameOf = ({ kind, factor, target = '', from, to }: Incident): string =>
  [kind, target, factor, from, to].join('/');

const DAY = 86_400_000;

/** How many times as many calls come at an instant of an incident; for a holiday that depends on the weekday. */
export function volumeOf({ kind, factor, from }: Incident, at: number): number {
  if (kind === 'spike') return factor;
  if (kind === 'drop') return 1 / factor;
  if (kind === 'silence') return 0;
  return kind === 'drift' ? factor ** ((at - from) / DAY) : 1;
}
