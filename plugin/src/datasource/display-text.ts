import type { QueryType } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from './callsight-query';

const list = (values: readonly unknown[] | undefined): string => (values ?? []).map(String).join(', ');

const by = (groups: readonly string[] | undefined): string =>
  groups === undefined || groups.length === 0 ? '' : ` by ${groups.join(', ')}`;

const funnelName = (part: { readonly id?: string; readonly steps?: readonly unknown[] } | undefined): string =>
  part?.id ?? (part?.steps === undefined ? 'appointment' : `${part.steps.length} steps`);

/** Partial, since a query from a newer version may have a type that is not known here. */
const TEXTS: Readonly<Partial<Record<QueryType, (query: CallsightQuery) => string>>> = {
  metrics: ({ metrics, groupBy }) => `${list(metrics)}${by(groupBy)}`,
  funnel: ({ funnel }) => `Funnel ${funnelName(funnel)}${by([funnel?.breakdown ?? []].flat())}`,
  abandonment: ({ abandonment }) => `Abandonment of ${funnelName(abandonment)}${by(abandonment?.groupBy)}`,
  paths: ({ paths }) => `Paths of ${paths?.unit ?? 'call'}s`,
  attribution: ({ attribution }) =>
    `Attribution ${list([attribution?.model ?? 'last'].flat())}${by(attribution?.groupBy)}`,
  segments: ({ segments }) => `Comparison of ${list(segments?.metrics ?? ['funnel'])} by ${segments?.by ?? 'segments'}`,
  calls: ({ calls }) => (calls?.funnel === undefined ? 'Calls' : `Calls of funnel ${funnelName(calls.funnel)}`),
  annotations: ({ annotations }) => `Annotations ${list(annotations?.kinds)}`.trim(),
};

/** A query in a few words, for the history of Explore and the query's collapsed row. */
export const displayText = (query: CallsightQuery): string => TEXTS[query.queryType]?.(query) ?? query.queryType;
