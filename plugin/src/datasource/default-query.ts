import { QUERY_VERSION, type QueryType } from '@callsight/contract/grafana/stored-query';
import type { CallsightQuery } from './callsight-query';

/** What a part of a query starts with when its type is chosen for the first time. */
const PARTS: Readonly<Record<QueryType, Partial<CallsightQuery>>> = {
  metrics: { metrics: ['calls.count'], interval: 'auto' },
  funnel: { funnel: { id: 'appointment' } },
  abandonment: { abandonment: { id: 'appointment', groupBy: ['end_reason'] } },
  paths: { paths: { unit: 'call', collapse: true, limit: 50 } },
  attribution: { attribution: { model: 'last', conversion: 'booking.confirmed', groupBy: ['source'] } },
  segments: { segments: { metrics: ['calls.answer_rate'], by: 'agent' } },
  calls: { calls: { limit: 100 } },
  thresholds: { thresholds: { columns: ['state'] } },
  annotations: { annotations: { kinds: ['agent_version', 'incident'] } },
};

/** A query of a type as the editor begins with it. */
export const defaultQuery = (queryType: QueryType): Partial<CallsightQuery> => ({
  queryType,
  version: QUERY_VERSION,
  ...PARTS[queryType],
});
