import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { FrameValue } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { HOUR_MS } from '../../lib/time/durations.js';
import type { Millis } from '../../lib/time/units.js';

/** Addresses below Grafana's own, without a slash before them. */
export interface AlertLinks {
  readonly dashboard: string;
  /** The calls concerned; null where the metric is not about calls, or the filter cannot be written into an address. */
  readonly calls: string | null;
}

/** Of the dashboard with the table of single calls (`tools/dashboards/src/pages/calls.ts`). */
const CALLS = { uid: 'callsight-calls', panel: 15 } as const;

/** How much before the begin of a state a link shows; what is over has begun some time before it. */
const BEFORE_MS = { alert: HOUR_MS, over: 6 * HOUR_MS } as const;

const BY_DATASET: Readonly<Record<string, string>> = {
  pipeline: 'callsight-pipeline',
  uptime: 'callsight-health',
  turns: 'callsight-quality',
  presence: 'callsight-live',
};

/** Metrics over calls by the begin of their id; the first that fits counts. */
const BY_METRIC: readonly (readonly [string, string])[] = [
  ['health.', 'callsight-health'],
  ['pipeline.', 'callsight-pipeline'],
  ['calls.concurrency', 'callsight-live'],
  ['calls.error', 'callsight-quality'],
  ['calls.with_errors', 'callsight-quality'],
  ['calls.success', 'callsight-quality'],
  ['calls.sentiment', 'callsight-quality'],
  ['calls.interruptions', 'callsight-quality'],
  ['calls.silence', 'callsight-quality'],
  ['calls.cost', 'callsight-money'],
  ['cost.', 'callsight-money'],
  ['revenue.', 'callsight-money'],
  ['payments.', 'callsight-money'],
  ['bookings.', 'callsight-conversion'],
  ['calls.', 'callsight-calls'],
];

function datasetsOf(metric: string, catalogue: Catalogue): readonly string[] {
  try {
    return catalogue.datasetsOf(metric);
  } catch {
    return [];
  }
}

/** @returns uid of the dashboard that shows a metric, or else of the overview */
export function dashboardOf(metric: string, catalogue: Catalogue): string {
  const byMetric = BY_METRIC.find(([begin]) => metric.startsWith(begin))?.[1];
  if (byMetric !== undefined) return byMetric;
  const [dataset = ''] = datasetsOf(metric, catalogue);
  return BY_DATASET[dataset] ?? 'callsight-overview';
}

/** Rows of these are calls, or belong to calls. */
const OF_CALLS: ReadonlySet<string> = new Set(['calls', 'turns', 'presence', 'appointments', 'payments']);

/** Grafana's operators of ad hoc filters for one value, and for several. */
const OPERATORS: Readonly<Record<string, readonly [one: string, several?: string]>> = {
  in: ['=', '=|'],
  '=': ['=', '=|'],
  'not in': ['!=', '!=|'],
  '!=': ['!=', '!=|'],
  '=~': ['=~'],
  '!~': ['!~'],
  '<': ['<'],
  '<=': ['<='],
  '>': ['>'],
  '>=': ['>='],
};

/** What separates the parts of a filter in an address is written as Grafana writes it. */
const escaped = (text: string): string =>
  text.replaceAll('|', '__gfp__').replaceAll(',', '__gfc__').replaceAll('#', '__gfh__');

/** @returns undefined for what an ad hoc filter cannot say, such as that there is no value */
function adHocFilter({ dimension, op, values }: Filter): string | undefined {
  if (values.length === 0 || values.some((value) => value === null)) return undefined;
  const [one, several] = OPERATORS[op] ?? [];
  const operator = values.length === 1 ? one : several;
  if (operator === undefined) return undefined;
  return [dimension, operator, ...values.map(String)].map(escaped).join('|');
}

/** A group as filters; the currency is no dimension of calls, and each call has one. */
const groupFilters = (group: ThresholdState['group']): Filter[] =>
  Object.entries(group)
    .filter(([name]) => name !== 'currency')
    .map(([dimension, value]: [string, FrameValue]): Filter => ({ dimension, op: '=', values: [value] }));

/** Filters as parameters of an address; undefined where calls cannot be filtered so. */
function callFilters(filters: readonly Filter[], { dimensions }: Catalogue): readonly string[] | undefined {
  const all = filters.map((filter) =>
    dimensions.get(filter.dimension)?.sql.calls === undefined ? undefined : adHocFilter(filter),
  );
  return all.includes(undefined) ? undefined : all.filter((one) => one !== undefined);
}

function beginOf({ since, level }: Pick<ThresholdState, 'since' | 'level'>, now: Millis): number {
  const begin = since === null ? now : Math.min(Date.parse(since), now);
  return begin - (level === 'critical' || level === 'warning' ? BEFORE_MS.alert : BEFORE_MS.over);
}

const address = (uid: string, parameters: readonly (readonly [string, string])[]): string =>
  `d/${uid}?${parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;

/**
 * Where a message about a state leads to: the dashboard of its metric and the calls concerned, with the filters of the
 * threshold and its group, from some time before the state began.
 * @param now epoch milliseconds: the end of the range
 */
export function alertLinks(
  { metric, filters = [] }: Pick<Threshold, 'metric' | 'filters'>,
  { group, since, level }: Pick<ThresholdState, 'group' | 'since' | 'level'>,
  { catalogue, now }: { readonly catalogue: Catalogue; readonly now: Millis },
): AlertLinks {
  const range = [
    ['from', String(beginOf({ since, level }, now))],
    ['to', String(now)],
  ] as const;
  const uid = dashboardOf(metric, catalogue);
  const written = callFilters([...filters, ...groupFilters(group)], catalogue);
  const parameters = (written ?? []).map((filter) => ['var-filters', filter] as const);
  const { component } = group;
  const chosen =
    uid === 'callsight-health' && typeof component === 'string' ? ([['var-component', component]] as const) : [];
  const datasets = datasetsOf(metric, catalogue);
  const isOfCalls = datasets.length > 0 && datasets.every((dataset) => OF_CALLS.has(dataset));
  return {
    dashboard: address(uid, [...range, ...chosen, ...(isOfCalls ? parameters : [])]),
    calls:
      isOfCalls && written !== undefined
        ? address(CALLS.uid, [...range, ...parameters, ['viewPanel', `panel-${CALLS.panel}`]])
        : null,
  };
}
