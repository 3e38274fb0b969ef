import type { Comparison } from '../../statistics/comparison.js';
import { holm } from '../../statistics/holm.js';
import { compareProportions } from '../../statistics/two-proportions.js';
import { verdict } from '../../statistics/verdict.js';
import { compareMeans } from '../../statistics/welch.js';
import type { Observation } from './observation.js';
import type { Segment, Segments } from './segment.js';
import type { Described } from './subject.js';

/** What was seen of one metric (of money: in one currency) in the baseline and in each other segment. */
export interface Observed {
  readonly described: Described;
  readonly currency: string | undefined;
  readonly test: 'two_proportion' | 'welch';
  /** What is counted: `call`. */
  readonly noun: string;
  readonly baseline: Observation;
  readonly others: readonly Observation[];
}

/** One row of the answer. */
export interface Compared {
  readonly observed: Observed;
  readonly segment: Segment;
  readonly observation: Observation;
  readonly comparison: Comparison | null;
  /** After Holm's correction over all comparisons of the metric. */
  readonly isSignificant: boolean | null;
  readonly verdict: string;
}

type Pending = Pick<Compared, 'observed' | 'segment' | 'observation' | 'comparison'>;

const SIGNIFICANT = 0.05;

function comparisonOf(first: Observation, second: Observation): Comparison | null {
  if (first.share !== undefined && second.share !== undefined) return compareProportions(first.share, second.share);
  if (first.sample !== undefined && second.sample !== undefined) return compareMeans(first.sample, second.sample);
  return null;
}

/** Why two segments could not be compared. */
function lackOf({ observed, segment, observation }: Pending, base: Segment): string {
  const { described, noun, baseline, test } = observed;
  const sides = [
    { name: segment.name, of: observation },
    { name: base.name, of: baseline },
  ];
  const names = (found: typeof sides): string =>
    `${found.map(({ name }) => name).join(' and ')} ${found.length > 1 ? 'have' : 'has'}`;
  const none = sides.filter(({ of }) => of.n === 0);
  if (none.length > 0) return `Too few to tell: ${names(none)} no ${noun}s that count for ${described.title}.`;
  const one = sides.filter(({ of }) => test === 'welch' && of.n === 1);
  if (one.length > 0) return `Too few to tell: ${names(one)} only one ${noun} that counts for ${described.title}.`;
  const odd = sides.filter(({ of }) => of.share === undefined && of.sample === undefined);
  const why = test === 'welch' ? 'values too large to compute with' : 'more counted than there is to count from';
  return `Cannot be compared: ${names(odd)} ${why} for ${described.title}.`;
}

function judged(pending: Pending, base: Segment, corrected: number | undefined, comparisons: number): Compared {
  const { observed, segment, observation, comparison } = pending;
  const { value } = observation;
  const { baseline, described } = observed;
  if (comparison === null || corrected === undefined || value === null || baseline.value === null)
    return { ...pending, comparison: null, isSignificant: null, verdict: lackOf(pending, base) };
  const isSignificant = corrected < SIGNIFICANT;
  const words = verdict({
    title: described.title,
    unit: described.unit,
    good: described.good,
    segment: { name: segment.name, value },
    baseline: { name: base.name, value: baseline.value },
    difference: comparison.difference,
    interval: comparison.interval,
    p: corrected,
    isSignificant,
    comparisons,
  });
  return { ...pending, isSignificant, verdict: words };
}

/** All comparisons of one metric, corrected for their number. */
function comparedMetric(all: readonly Observed[], { baseline, others }: Segments): Compared[] {
  const pending = all.flatMap((observed) =>
    others.flatMap((segment, index): Pending[] => {
      const observation = observed.others[index];
      if (observation === undefined) return [];
      return [{ observed, segment, observation, comparison: comparisonOf(observation, observed.baseline) }];
    }),
  );
  const tested = pending.filter(({ comparison }) => comparison !== null);
  const corrected = holm(tested.map(({ comparison }) => comparison?.p ?? 1));
  return pending.map((one) => judged(one, baseline, corrected[tested.indexOf(one)], tested.length));
}

/** Compares every segment with the baseline, metric by metric. */
export function compareSegments(observed: readonly Observed[], segments: Segments): Compared[] {
  const ids = [...new Set(observed.map(({ described }) => described.id))];
  return ids.flatMap((id) =>
    comparedMetric(
      observed.filter(({ described }) => described.id === id),
      segments,
    ),
  );
}
