import type { QueryType } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from './callsight-query';

const hasAny = (list: readonly unknown[] | undefined): boolean => (list ?? []).length > 0;

/** Whether a part is complete enough to be asked; the others have defaults for all that can be left out. */
const COMPLETE: Readonly<Partial<Record<QueryType, (query: CallsightQuery) => boolean>>> = {
  metrics: ({ metrics }) => hasAny(metrics),
  segments: ({ segments: { metrics, funnel, by, of } = {} }) =>
    (hasAny(metrics) || funnel !== undefined) && (by !== undefined || hasAny(of)),
};

/** Whether a query is worth a request: it is shown, and the editor is not still waiting for a choice. */
export function isSendable(query: CallsightQuery): boolean {
  return query.hide !== true && (COMPLETE[query.queryType]?.(query) ?? true);
}
