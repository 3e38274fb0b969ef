import type { MetricFindValue } from '@grafana/data';
import type { CallsightDatasource } from '../callsight-datasource';
import type { ValuesRequest } from '../resources';
import type { VariableKind, VariableQuery } from './variable-query';

interface Named {
  readonly id: string;
  readonly title: string;
}

const named = (entries: readonly Named[], search: string): MetricFindValue[] => {
  const wanted = search.toLowerCase();
  return entries
    .filter(({ id, title }) => id.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted))
    .map(({ id, title }) => ({ text: title, value: id }));
};

type List = (
  datasource: CallsightDatasource,
  query: VariableQuery,
  request: ValuesRequest,
) => Promise<MetricFindValue[]>;

const LISTS: Readonly<Record<VariableKind, List>> = {
  values: async (datasource, { dimension = '', limit }, request) => {
    if (dimension === '') return [];
    const { values } = await datasource.dimensionValues(dimension, { ...request, limit });
    return values.map(({ value }) => ({ text: String(value), value: String(value) }));
  },
  metrics: async (datasource, _query, { search = '' }) => named((await datasource.catalogue()).metrics, search),
  dimensions: async (datasource, _query, { search = '' }) =>
    named(
      (await datasource.catalogue()).dimensions.filter(({ groupable }) => groupable),
      search,
    ),
  funnels: async (datasource, _query, { search = '' }) => named(await datasource.savedFunnels(), search),
  steps: async (datasource, _query, { search = '' }) => named((await datasource.catalogue()).steps, search),
};

/** The options of a template variable: title as text, id as value. */
export const listOptions: List = (datasource, query, request) => LISTS[query.kind](datasource, query, request);
