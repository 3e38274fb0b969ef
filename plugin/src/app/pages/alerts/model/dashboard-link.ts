import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { Watched } from './watched';

const HOUR_MS = 3_600_000;

/** Dashboard that shows most of what a threshold watches, by the dataset of its metric. */
const DASHBOARDS: Readonly<Record<string, string>> = {
  appointments: 'callsight-conversion',
  payments: 'callsight-money',
  turns: 'callsight-quality',
  pipeline: 'callsight-pipeline',
  presence: 'callsight-health',
  samples: 'callsight-health',
  uptime: 'callsight-health',
};

/** What Grafana writes in place of the bars that stand between the parts of an ad hoc filter. */
const part = (text: string): string => text.replaceAll('|', '__gfp__');

/** Conditions that an ad hoc filter can say: a group, and filters for one value. */
function conditionsOf({ threshold }: Watched, state: ThresholdState | undefined): [string, string][] {
  const filters = (threshold.filters ?? []).flatMap(({ dimension, op, values }): [string, string][] =>
    (op === '=' || op === 'in') && values.length === 1 ? [[dimension, String(values[0])]] : [],
  );
  const group = Object.entries(state?.group ?? {}).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, String(value)]],
  );
  return [...filters, ...group];
}

/** Where what a state speaks of is to be seen: a dashboard, for its group, from three hours before it began. */
export function dashboardLink(watched: Watched, state: ThresholdState | undefined, now: number): string {
  const since = state?.since === undefined || state.since === null ? now : Date.parse(state.since);
  const search = new URLSearchParams({ from: String(since - 3 * HOUR_MS), to: String(now) });
  const uid = DASHBOARDS[watched.metric?.dataset ?? ''] ?? 'callsight-live';
  for (const [name, value] of conditionsOf(watched, state)) {
    if (name === 'agent' || name === 'component') search.append(`var-${name}`, value);
    else search.append('var-filters', `${part(name)}|=|${part(value)}`);
  }
  return `/d/${uid}?${search}`;
}
