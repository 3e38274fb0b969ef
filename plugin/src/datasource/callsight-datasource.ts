import type {
  AdHocVariableFilter,
  CoreApp,
  DataQueryRequest,
  DataQueryResponse,
  DataSourceGetTagKeysOptions,
  DataSourceGetTagValuesOptions,
  MetricFindValue,
  ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { Observable } from 'rxjs';
import { upgradeQuery } from '@callsight/contract/grafana/upgrade-query';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Funnel } from '@callsight/contract/query/funnel';
import { annotationSupport } from './annotations/annotation-support';
import type { CallsightQuery } from './callsight-query';
import type { CallsightSettings } from './datasource-settings';
import { defaultQuery } from './default-query';
import { displayText } from './display-text';
import { ianaTimeZone } from '../fields/iana-time-zone';
import { interpolateQuery } from './interpolate/interpolate-query';
import { templateVariables } from './interpolate/template-variables';
import { isSendable } from './is-sendable';
import type { DimensionValues, SavedFunnels, ValuesRequest } from './resources';
import { CallsightVariableSupport } from './variables/variable-support';

/** Asks the service through the datasource's backend, and prepares what only the browser knows: time zone and variables. */
export class CallsightDatasource extends DataSourceWithBackend<CallsightQuery, CallsightSettings> {
  private knownCatalogue: Promise<Catalogue> | undefined;

  override annotations = annotationSupport;
  override variables = new CallsightVariableSupport(this);

  override query(request: DataQueryRequest<CallsightQuery>): Observable<DataQueryResponse> {
    const timezone = ianaTimeZone(request.timezone);
    const targets = request.targets
      .filter((target) => this.filterQuery(target))
      .map((target) => ({ ...this.upgrade(target), timezone }));
    return super.query({ ...request, targets });
  }

  override filterQuery(query: CallsightQuery): boolean {
    return isSendable(this.upgrade(query));
  }

  override getDefaultQuery(_app: CoreApp): Partial<CallsightQuery> {
    return defaultQuery('metrics');
  }

  override getQueryDisplayText(query: CallsightQuery): string {
    return displayText(this.upgrade(query));
  }

  override applyTemplateVariables(
    query: CallsightQuery,
    scopedVars: ScopedVars,
    filters: AdHocVariableFilter[] = [],
  ): CallsightQuery {
    return interpolateQuery(this.upgrade(query), templateVariables(getTemplateSrv(), scopedVars), filters);
  }

  override interpolateVariablesInQueries(
    queries: CallsightQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[],
  ): CallsightQuery[] {
    return queries.map((query) => ({
      ...this.applyTemplateVariables(query, scopedVars, filters),
      datasource: this.getRef(),
    }));
  }

  override async getTagKeys(_options?: DataSourceGetTagKeysOptions<CallsightQuery>): Promise<MetricFindValue[]> {
    const { dimensions } = await this.catalogue();
    return dimensions.filter(({ groupable }) => groupable).map(({ id, title }) => ({ text: title, value: id }));
  }

  override async getTagValues({
    key,
    timeRange,
  }: DataSourceGetTagValuesOptions<CallsightQuery>): Promise<MetricFindValue[]> {
    const { values } = await this.dimensionValues(key, { range: timeRange, limit: 1_000 });
    return values.map(({ value }) => ({ text: String(value), value: String(value) }));
  }

  /** What can be asked. Kept as long as this datasource is, unless it failed. */
  catalogue(): Promise<Catalogue> {
    this.knownCatalogue ??= this.getResource<Catalogue>('catalogue').catch((error: unknown) => {
      this.knownCatalogue = undefined;
      throw error;
    });
    return this.knownCatalogue;
  }

  async savedFunnels(): Promise<readonly Funnel[]> {
    return (await this.getResource<SavedFunnels>('funnels')).funnels;
  }

  /** Values that a dimension had in a range, the most frequent first. */
  dimensionValues(name: string, { range, timezone, search, limit }: ValuesRequest = {}): Promise<DimensionValues> {
    return this.getResource<DimensionValues>(`dimensions/${encodeURIComponent(name)}/values`, {
      ...(range === undefined ? {} : { from: range.from.toISOString(), to: range.to.toISOString() }),
      timezone: ianaTimeZone(timezone),
      ...(search === undefined || search === '' ? {} : { search }),
      limit: String(limit ?? 100),
    });
  }

  private upgrade(query: CallsightQuery): CallsightQuery {
    return upgradeQuery({ ...query });
  }
}
