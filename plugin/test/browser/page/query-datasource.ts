import { dateTime, type DataQueryRequest } from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import { setTemplateSrv } from '@grafana/runtime';
import { loadDatasource } from './datasource';
import { templateSrv, type PageVariable } from './template-srv';

/** Gives the dashboard variables. */
export const setVariables = (variables: readonly PageVariable[]): void => setTemplateSrv(templateSrv(variables));

const request = (): Partial<DataQueryRequest> => {
  const to = dateTime();
  const from = dateTime(to.valueOf() - 14 * 86_400_000);
  return { range: { from, to, raw: { from, to } }, scopedVars: {}, timezone: 'utc' };
};

/** Options of a template variable. */
export async function variableOptions(query: object): Promise<unknown> {
  const { datasource } = await loadDatasource();
  const wanted = { ...request(), targets: [{ refId: 'V', ...query }] } as unknown as Parameters<
    typeof datasource.variables.query
  >[0];
  return (await lastValueFrom(datasource.variables.query(wanted))).data;
}

/** Keys of ad-hoc filters, and the values of one. */
export async function tags(key?: string): Promise<unknown> {
  const { datasource } = await loadDatasource();
  if (key === undefined) return datasource.getTagKeys();
  return datasource.getTagValues({ key, filters: [], timeRange: request().range });
}
