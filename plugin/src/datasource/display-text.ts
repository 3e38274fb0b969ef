import { t } from '@grafana/i18n';
import type { QueryType } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from './callsight-query';

const list = (values: readonly unknown[] | undefined): string => (values ?? []).map(String).join(', ');

/** A text with the groups behind it, if there are any. */
const grouped = (text: string, groups: readonly string[] | undefined): string =>
  groups === undefined || groups.length === 0
    ? text
    : t('query-text.grouped', '{{- query}} by {{- groups}}', { query: text, groups: groups.join(', ') });

const funnelName = (part: { readonly id?: string; readonly steps?: readonly unknown[] } | undefined): string =>
  part?.id ??
  (part?.steps === undefined
    ? 'appointment'
    : t('query-text.steps', '', {
        count: part.steps.length,
        defaultValue_one: '{{count}} step',
        defaultValue_other: '{{count}} steps',
      }));

/** Partial, since a query from a newer version may have a type that is not known here. */
const TEXTS: Readonly<Partial<Record<QueryType, (query: CallsightQuery) => string>>> = {
  metrics: ({ metrics, groupBy }) => grouped(list(metrics), groupBy),
  funnel: ({ funnel }) =>
    grouped(
      t('query-text.funnel', 'Funnel {{- funnel}}', { funnel: funnelName(funnel) }),
      [funnel?.breakdown ?? []].flat(),
    ),
  abandonment: ({ abandonment }) =>
    grouped(
      t('query-text.abandonment', 'Abandonment of {{- funnel}}', { funnel: funnelName(abandonment) }),
      abandonment?.groupBy,
    ),
  paths: ({ paths }) =>
    paths?.unit === 'caller'
      ? t('query-text.paths-of-callers', 'Paths of callers')
      : t('query-text.paths-of-calls', 'Paths of calls'),
  attribution: ({ attribution }) =>
    grouped(
      t('query-text.attribution', 'Attribution {{- models}}', { models: list([attribution?.model ?? 'last'].flat()) }),
      attribution?.groupBy,
    ),
  segments: ({ segments }) =>
    t('query-text.segments', 'Comparison of {{- subject}} by {{- dimension}}', {
      subject: segments?.metrics === undefined ? t('query-text.segments-funnel', 'funnel') : list(segments.metrics),
      dimension: segments?.by ?? t('query-text.segments-own', 'segments'),
    }),
  calls: ({ calls }) =>
    calls?.funnel === undefined
      ? t('query-text.calls', 'Calls')
      : t('query-text.calls-of-funnel', 'Calls of funnel {{- funnel}}', { funnel: funnelName(calls.funnel) }),
  thresholds: ({ thresholds }) =>
    t('query-text.thresholds', 'Thresholds {{- ids}}', { ids: list(thresholds?.ids) }).trim(),
  annotations: ({ annotations }) =>
    t('query-text.annotations', 'Annotations {{- kinds}}', { kinds: list(annotations?.kinds) }).trim(),
};

/** A query in a few words, for the history of Explore and the query's collapsed row. */
export const displayText = (query: CallsightQuery): string => TEXTS[query.queryType]?.(query) ?? query.queryType;
