import type { FunnelSelection, FunnelStepInput } from '@callsight/contract/query/funnel';
import type { KnownCall } from './callers.js';
import { spanOf } from '../support/events/time.js';
import { passes } from './dimension.js';
import type { History } from './history.js';
import { isOnPath, journeysOf, type Journey, type Occurrence } from './journey.js';

/** What a query asks about: a range in epoch microseconds, and the zone of its days. */
export interface Scope {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

interface Step {
  readonly step: string;
  readonly within: number;
}

interface Exclusion {
  readonly step: string;
  /** Places (from 0) of the steps between which it must not happen. */
  readonly after: number;
  readonly before: number;
}

/** A funnel with nothing left to be assumed; spans in microseconds. */
export interface Funnel {
  readonly steps: readonly Step[];
  readonly unit: string;
  readonly order: string;
  readonly window: number;
  readonly exclusions: readonly Exclusion[];
}

/** How far one unit came from one occurrence of step 1. */
export interface Attempt {
  readonly unit: string;
  /** The call in which it began. */
  readonly call: KnownCall | null;
  /** When each step that was reached was reached. */
  readonly times: readonly number[];
  readonly end: 'converted' | 'pending' | 'dropped';
}

const APPOINTMENT: readonly FunnelStepInput[] = [
  ...['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected'],
  ...['booking.confirmed', 'payment.succeeded', 'booking.kept'],
];

const nameOf = (step: FunnelStepInput): string => (typeof step === 'string' ? step : step.step);

export function funnelOf({ steps = [...APPOINTMENT], ...asked }: FunnelSelection): Funnel {
  const names = steps.map(nameOf);
  const placeOf = (ref: string | number): number => (typeof ref === 'number' ? ref - 1 : names.indexOf(ref));
  return {
    steps: steps.map((step) => ({
      step: nameOf(step),
      within: typeof step === 'string' || step.within === undefined ? Number.POSITIVE_INFINITY : spanOf(step.within),
    })),
    unit: asked.unit ?? 'call',
    order: asked.order ?? 'ordered',
    window: spanOf(asked.window ?? '30d'),
    exclusions: (asked.exclusions ?? []).map(({ step, after, before }) => ({
      step,
      after: after === undefined ? 0 : placeOf(after),
      before: before === undefined ? names.length - 1 : placeOf(before),
    })),
  };
}

/** What may not lie between the step that was reached and the next one. */
function obstaclesOf({ steps, order, exclusions }: Funnel, reached: number): (occurrence: Occurrence) => boolean {
  const banned = exclusions
    .filter(({ after, before }) => after <= reached - 1 && reached <= before)
    .map(({ step }) => step);
  const isStep = isOnPath(steps.map(({ step }) => step));
  return (occurrence) => banned.includes(occurrence.step) || (order === 'strict' && isStep(occurrence));
}

/** The latest time that the next step may have. */
const limitOf = ({ steps, window }: Funnel, times: readonly number[]): number =>
  Math.min(times[0]! + window, times.at(-1)! + steps[times.length]!.within);

const earliest = (occurrences: readonly Occurrence[]): Occurrence | undefined =>
  occurrences.reduce<Occurrence | undefined>(
    (best, one) => (best === undefined || one.at < best.at ? one : best),
    undefined,
  );

function walkInOrder({ occurrences }: Journey, begin: Occurrence, funnel: Funnel): number[] {
  const used = [begin];
  while (used.length < funnel.steps.length) {
    const before = used.at(-1)!.at;
    const wanted = funnel.steps[used.length]!.step;
    const next = earliest(occurrences.filter((one) => one.step === wanted && one.at >= before && !used.includes(one)));
    if (
      next === undefined ||
      next.at >
        limitOf(
          funnel,
          used.map(({ at }) => at),
        )
    )
      break;
    const isObstacle = obstaclesOf(funnel, used.length);
    if (occurrences.some((one) => one.at > before && one.at < next.at && isObstacle(one))) break;
    used.push(next);
  }
  return used.map(({ at }) => at);
}

function walkAnyhow({ occurrences }: Journey, begin: Occurrence, { steps, window }: Funnel): number[] {
  const used = [begin];
  for (const { step } of steps.slice(1)) {
    const near = occurrences.filter((one) => one.step === step && Math.abs(one.at - begin.at) <= window);
    const next = earliest(near.filter((one) => !used.includes(one)));
    if (next === undefined) break;
    used.push(next);
  }
  return used.map((_, place) => Math.max(...used.slice(0, place + 1).map(({ at }) => at)));
}

function endOf(times: readonly number[], { occurrences }: Journey, funnel: Funnel, now: number): Attempt['end'] {
  if (times.length === funnel.steps.length) return 'converted';
  if (funnel.order === 'any') return now <= times[0]! + funnel.window ? 'pending' : 'dropped';
  const isObstacle = obstaclesOf(funnel, times.length);
  const isBarred = occurrences.some((one) => one.at > times.at(-1)! && isObstacle(one));
  return now <= limitOf(funnel, times) && !isBarred ? 'pending' : 'dropped';
}

function attempt(journey: Journey, begin: Occurrence, funnel: Funnel, now: number): Attempt {
  const walk = funnel.order === 'any' ? walkAnyhow : walkInOrder;
  const times = walk(journey, begin, funnel);
  return { unit: journey.unit, call: begin.call, times, end: endOf(times, journey, funnel, now) };
}

/** The furthest first; then one that is pending, then the earliest. */
const byMerit = (a: Attempt, b: Attempt): number =>
  b.times.length - a.times.length ||
  Number(b.end === 'pending') - Number(a.end === 'pending') ||
  a.times[0]! - b.times[0]! ||
  ((a.call?.id ?? '') < (b.call?.id ?? '') ? -1 : 1);

/** The one attempt of each unit that counts, whatever its call. */
function unitsOf(history: History, funnel: Funnel, { from, to }: Scope): Attempt[] {
  return journeysOf(history, funnel.unit).flatMap(({ unit, occurrences }) => {
    const journey = { unit, occurrences: occurrences.filter(({ at }) => at <= history.now) };
    const begins = journey.occurrences.filter(
      ({ step, at }) => step === funnel.steps[0]!.step && at >= from && at < to,
    );
    return begins
      .map((begin) => attempt(journey, begin, funnel, history.now))
      .sort(byMerit)
      .slice(0, 1);
  });
}

/** The units of a funnel that its filters keep, each with the attempt that counts. */
export function keptUnits(history: History, asked: FunnelSelection, scope: Scope): Attempt[] {
  const units = unitsOf(history, funnelOf(asked), scope);
  return units.filter(({ call, times }) => passes(asked.filters ?? [], call, call?.start ?? times[0]!, scope.zone));
}
