import {
  FUNNEL_ORDERS,
  FUNNEL_UNITS,
  type Funnel,
  type FunnelExclusion,
  type FunnelOrder,
  type FunnelSelection,
  type FunnelStepInput,
  type FunnelUnit,
} from '@callsight/contract/query/funnel';
import { parseSpan } from '../../../lib/time/span.js';
import { oneOf } from '../language/one-of.js';
import { QueryError } from '../language/query-error.js';
import { FUNNEL_STEPS } from './steps.js';
import type { Micros } from '../../../lib/time/units.js';

/** A step that units are counted at; `within` is the most time since the step before, in microseconds. */
interface FunnelStep {
  readonly step: string;
  readonly title: string;
  readonly within: number | undefined;
}

/** Must not happen between the steps at two places, counted from 0. */
interface Exclusion {
  readonly step: string;
  readonly from: number;
  readonly to: number;
}

/** A funnel that has been checked and can be counted. */
export interface FunnelDefinition {
  readonly steps: readonly FunnelStep[];
  readonly unit: FunnelUnit;
  readonly order: FunnelOrder;
  /** Microseconds from step 1. */
  readonly window: Micros;
  readonly exclusions: readonly Exclusion[];
}

type Parts = Pick<FunnelSelection, 'steps' | 'unit' | 'order' | 'window' | 'exclusions'>;

const DEFAULT_WINDOW = '30d';

const MAX_STEPS = 20;

/** The funnel of a firm that makes appointments by phone; what a funnel query asks for that names no steps. */
export const APPOINTMENT_FUNNEL: Funnel = {
  id: 'appointment',
  title: 'Appointments',
  description: 'From the call to the appointment that took place',
  steps: FUNNEL_STEPS.map(({ id }) => id),
  unit: 'call',
  order: 'ordered',
  window: DEFAULT_WINDOW,
  version: 0,
};

const TITLES: ReadonlyMap<string, string> = new Map(FUNNEL_STEPS.map(({ id, title }) => [id, title]));

/** @returns microseconds */
export function readSpan(text: string, path: string): Micros {
  const span = parseSpan(text);
  if (span !== undefined) return span;
  throw new QueryError(
    'invalid_span',
    `"${text}" is no span of time up to 366 days; valid are such as "90s", "30m", "24h", "7d", "2w"`,
    path,
  );
}

function readStep(input: FunnelStepInput, index: number, path: string): FunnelStep {
  const { step, title, within } =
    typeof input === 'string' ? { step: input, title: undefined, within: undefined } : input;
  if (within !== undefined && index === 0)
    throw new QueryError(
      'invalid_funnel',
      'step 1 has no step before, so no limit on the time since',
      `${path}/within`,
    );
  return {
    step,
    title: title ?? TITLES.get(step) ?? step,
    within: within === undefined ? undefined : readSpan(within, `${path}/within`),
  };
}

/** Place of a step that an exclusion names. */
function placeOf(steps: readonly FunnelStep[], ref: string | number, path: string): number {
  const names = steps.map(({ step }) => step);
  const place = typeof ref === 'number' ? ref - 1 : names.indexOf(ref);
  if (place >= 0 && place < steps.length) return place;
  throw new QueryError('invalid_funnel', `${ref} is not a step of this funnel: ${names.join(', ')}`, path, names);
}

function readExclusion(
  steps: readonly FunnelStep[],
  { step, after, before }: FunnelExclusion,
  path: string,
): Exclusion {
  const from = after === undefined ? 0 : placeOf(steps, after, `${path}/after`);
  const to = before === undefined ? steps.length - 1 : placeOf(steps, before, `${path}/before`);
  if (from < to) return { step, from, to };
  throw new QueryError('invalid_funnel', 'an exclusion must lie after one step and before a later one', path);
}

function checkOrder({ order, steps, exclusions }: FunnelDefinition, path: string): void {
  if (order !== 'any') return;
  if (exclusions.length === 0 && steps.every(({ within }) => within === undefined)) return;
  throw new QueryError(
    'invalid_funnel',
    'within and exclusions need an order; use them with ordered or strict',
    `${path}/order`,
  );
}

/** Checks a funnel and settles everything that it leaves open. @param path of the definition in the request */
export function resolveFunnel(parts: Parts, path: string): FunnelDefinition {
  const inputs = parts.steps ?? APPOINTMENT_FUNNEL.steps;
  if (inputs.length > MAX_STEPS)
    throw new QueryError('invalid_funnel', `a funnel has at most ${MAX_STEPS} steps`, `${path}/steps`);
  const steps = inputs.map((input, index) => readStep(input, index, `${path}/steps/${index}`));
  const definition: FunnelDefinition = {
    steps,
    unit: oneOf(FUNNEL_UNITS, 'unit', parts.unit ?? 'call', `${path}/unit`),
    order: oneOf(FUNNEL_ORDERS, 'order', parts.order ?? 'ordered', `${path}/order`),
    window: readSpan(parts.window ?? DEFAULT_WINDOW, `${path}/window`),
    exclusions: (parts.exclusions ?? []).map((exclusion, index) =>
      readExclusion(steps, exclusion, `${path}/exclusions/${index}`),
    ),
  };
  checkOrder(definition, path);
  return definition;
}
