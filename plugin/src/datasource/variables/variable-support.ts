import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import { from, type Observable } from 'rxjs';
import type { CallsightDatasource } from '../callsight-datasource';
import type { CallsightQuery } from '../callsight-query';
import type { CallsightSettings } from '../datasource-settings';
import { listOptions } from './list-options';
import { VariableEditor } from './variable-editor';
import type { VariableQuery } from './variable-query';

/** Template variables: values of a dimension in the range of the dashboard, metrics, dimensions, saved funnels, steps. */
export class CallsightVariableSupport extends CustomVariableSupport<
  CallsightDatasource,
  VariableQuery,
  CallsightQuery,
  CallsightSettings
> {
  override editor = VariableEditor;

  constructor(private readonly datasource: CallsightDatasource) {
    super();
  }

  override query({
    targets,
    scopedVars,
    range,
    timezone,
  }: DataQueryRequest<VariableQuery>): Observable<DataQueryResponse> {
    const [query] = targets;
    if (query === undefined) return from(Promise.resolve({ data: [] }));
    const replace = (text: string): string => getTemplateSrv().replace(text, scopedVars);
    const replaced = query.dimension === undefined ? query : { ...query, dimension: replace(query.dimension) };
    const options = listOptions(this.datasource, replaced, { range, timezone, search: replace(query.search ?? '') });
    return from(options.then((data) => ({ data })));
  }
}
