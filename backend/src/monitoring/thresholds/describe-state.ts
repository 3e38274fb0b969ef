import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { FrameValue } from '@callsight/contract/query/answer';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import type { Dataset } from '../../analytics/catalogue/language/aggregate.js';
import { aggregatesOf } from '../../analytics/catalogue/language/expression.js';
import { measureOf, type Measure } from '../../analytics/catalogue/language/measure.js';
import type { Metric } from '../../analytics/catalogue/metrics/metric.js';
import { windowOf } from '../../definitions/threshold-kind.js';
import { formatValue } from '../../lib/text/format-value.js';
import { DAY_MS } from '../../lib/time/durations.js';
import { localTime } from '../../lib/time/local-time-text.js';
import type { Millis } from '../../lib/time/units.js';

/** What a message to people says of a state, in English. */
export interface StateDescription {
  readonly title: string;
  /** `Agent ben, EUR`; null for a threshold without groups. */
  readonly group: string | null;
  /** `Error rate: 12.4% (42 of 340 calls in 30 min), usually 2.1%`; parts that are not known are left out. */
  readonly fact: string;
  /** Since when the level holds, in the zone of the threshold: `Fri 27 Nov, 14:05 (Europe/Berlin)`. */
  readonly since: string | null;
}

interface Described {
  readonly threshold: Threshold;
}

interface Context {
  readonly catalogue: Catalogue;
  /** IANA zone for thresholds without a schedule. */
  readonly zone: string;
  /** Epoch milliseconds of the states. */
  readonly now: Millis;
}

/** What rows of a dataset are called; of other datasets no number of rows is shown. */
const NOUNS: Readonly<Partial<Record<Dataset, string>>> = {
  calls: 'calls',
  turns: 'turns',
  appointments: 'bookings',
  payments: 'payments',
  samples: 'samples',
};

/** A threshold with what its texts need to know, looked up once for all its groups. */
interface Subject {
  readonly threshold: Threshold;
  readonly metric: Metric;
  readonly measure: Measure;
  readonly noun: string;
  readonly zone: string;
}

function nounOf(measure: Measure, metric: Metric): string {
  if (measure.kind === 'other' || measure.kind === 'percentile') return NOUNS[metric.dataset] ?? 'values';
  const [counted] = aggregatesOf(measure.kind === 'count' ? measure.value : measure.total);
  return (counted === undefined ? undefined : NOUNS[counted.dataset]) ?? 'values';
}

function spanText(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

const numberText = (value: number): string => formatValue(Math.round(value), 'short');

/** How many stand behind a value, and of how long. */
function basisOf({ measure, noun, threshold }: Subject, { value, n }: ThresholdState): string {
  if (threshold.kind === 'drift' || measure.kind === 'other') return '';
  const span = `in ${spanText(windowOf(threshold))}`;
  if (measure.kind === 'count') return ` ${span}`;
  if (n === null || n === 0) return '';
  const hits = measure.kind === 'rate' && value !== null ? `${numberText(value * n)} of ` : '';
  return ` (${hits}${numberText(n)} ${noun} ${span})`;
}

/** The limit of the level that a state has; of one that is no alert, the critical one. */
function limitOf({ limit }: Threshold, { level }: ThresholdState): number | null {
  const { warning, critical } = limit ?? {};
  return (level === 'warning' ? (warning ?? critical) : (critical ?? warning)) ?? null;
}

function comparisonOf({ threshold }: Subject, state: ThresholdState, unit: string): string {
  if (threshold.kind === 'fixed') {
    const limit = limitOf(threshold, state);
    return limit === null ? '' : `limit ${formatValue(limit, unit)}`;
  }
  if (state.baseline === null) return '';
  const usual = `usually ${formatValue(state.baseline, unit)}`;
  return threshold.kind === 'drift' ? `${usual} on this weekday` : usual;
}

/** A drift is judged by whole days: the value is of the day before the last midnight. */
function dayOf({ threshold, zone }: Subject, now: number): string {
  return threshold.kind === 'drift' ? ` on ${localTime(now - DAY_MS, 'date', zone)}` : '';
}

/** Of nothing there is no rate, mean or percentile. */
function emptyText({ measure, noun, threshold }: Subject, { n }: ThresholdState): string {
  const isEmpty = n === 0 && measure.kind !== 'other' && threshold.kind !== 'drift';
  return isEmpty ? `no ${noun} in ${spanText(windowOf(threshold))}` : '';
}

function factOf(subject: Subject, state: ThresholdState, unit: string, now: number): string {
  const { title } = subject.metric;
  const value =
    state.value === null
      ? emptyText(subject, state)
      : `${formatValue(state.value, unit)}${basisOf(subject, state)}${dayOf(subject, now)}`;
  const parts = [value, comparisonOf(subject, state, unit)].filter((part) => part !== '');
  return parts.length === 0 ? title : `${title}: ${parts.join(', ')}`;
}

const valueText = (value: FrameValue): string => (value === null ? '(none)' : String(value));

function groupText(group: ThresholdState['group'], { dimensions }: Catalogue): string | null {
  const parts = Object.entries(group).map(([name, value]) =>
    name === 'currency' ? valueText(value) : `${dimensions.get(name)?.title ?? name} ${valueText(value)}`,
  );
  return parts.length === 0 ? null : parts.join(', ');
}

/** An amount of money has the currency of its group, where there are several. */
const unitOf = (unit: string, { group }: ThresholdState): string =>
  typeof group['currency'] === 'string' && unit.startsWith('currency') ? `currency${group['currency']}` : unit;

function subjectOf(threshold: Threshold, catalogue: Catalogue, zone: string): Subject | undefined {
  try {
    const metric = catalogue.metric(threshold.metric);
    const measure = measureOf(catalogue.formula(threshold.metric), metric.unit);
    return { threshold, metric, measure, noun: nounOf(measure, metric), zone: threshold.schedule?.timezone ?? zone };
  } catch {
    // A metric that was deleted: the threshold keeps its last states for a while, and its texts name it without values.
    return undefined;
  }
}

/** A state is of the end of its step, which may still lie ahead. */
function sinceText(
  { since }: ThresholdState,
  { threshold, zone, now }: Omit<Context, 'catalogue'> & Described,
): string | null {
  if (since === null) return null;
  const own = threshold.schedule?.timezone ?? zone;
  return `${localTime(Math.min(Date.parse(since), now), 'date-time', own)} (${own})`;
}

/** @returns what describes the states of a threshold whose values have a unit (Grafana unit id) */
export function describeStates(
  { threshold, unit }: Described & { readonly unit: string },
  { catalogue, zone, now }: Context,
): (state: ThresholdState) => StateDescription {
  const subject = subjectOf(threshold, catalogue, zone);
  return (state) => ({
    title: threshold.title,
    group: groupText(state.group, catalogue),
    fact: subject === undefined ? threshold.metric : factOf(subject, state, unitOf(unit, state), now),
    since: sinceText(state, { threshold, zone, now }),
  });
}
