import { QUERY_VERSION, type StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { Filter } from '@callsight/contract/query/request';
import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import { CALLSIGHT } from './sources.js';

type Question = Omit<StoredQuery, 'refId' | 'version'>;

class QuestionBuilder implements cog.Builder<cog.Dataquery> {
  constructor(private readonly query: object) {}

  build(): cog.Dataquery {
    // The marker of the library is a method, which JSON leaves out.
    return { ...this.query, _implementsDataqueryVariant: () => undefined };
  }
}

/** A query of the datasource. */
export const question = (query: Question, refId = 'A'): cog.Builder<cog.Dataquery> =>
  new QuestionBuilder({ refId, datasource: CALLSIGHT, version: QUERY_VERSION, ...query });

/** What the variables of a dashboard narrow down. */
export const CHOSEN_AGENTS: readonly Filter[] = [{ dimension: 'agent', op: 'in', values: ['$agent'] }];

export const CHOSEN_COMPONENTS: readonly Filter[] = [
  { dimension: 'component', op: 'in', values: ['$component'] },
  // Measured values have none.
  { dimension: 'component', op: 'not in', values: [null] },
];

type Metrics = Partial<Omit<Question, 'queryType'>> & { readonly metrics: string[] };

/** A query of metrics over the calls of the chosen agents. */
export const metricsOf = ({ filters = [], ...query }: Metrics, refId?: string): cog.Builder<cog.Dataquery> =>
  question({ queryType: 'metrics', ...query, filters: [...CHOSEN_AGENTS, ...filters] }, refId);

/** A query of metrics that know no agents. */
export const systemMetricsOf = (query: Metrics, refId?: string): cog.Builder<cog.Dataquery> =>
  question({ queryType: 'metrics', ...query }, refId);
