import {
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  toDataFrame,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { from, lastValueFrom } from 'rxjs';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import { type FrameRow, frameRows } from '../model/frame-rows';

/** The datasource that a query of a panel was asked of. */
export function datasourceOf(request: DataQueryRequest, refId: string): Promise<DataSourceApi> {
  const target = request.targets.find((one) => one.refId === refId) ?? request.targets[0];
  return getDataSourceSrv().get(target?.datasource ?? null, request.scopedVars);
}

export interface CallsPage {
  readonly rows: readonly FrameRow[];
  readonly nextCursor: string | undefined;
}

function failure({ errors = [] }: DataQueryResponse): Error | undefined {
  const [error] = errors;
  if (error === undefined) return undefined;
  const isForbidden = error.status === 401 || error.status === 403;
  return new Error(
    isForbidden
      ? t('funnel-panel.calls.forbidden', 'You may not list single calls.')
      : (error.message ?? t('funnel-panel.message.no-answer', 'The service did not answer.')),
  );
}

/** Asks for one page of calls as the panel asked for its funnel: same range, variables and filters of the dashboard. */
export async function loadCalls(
  request: DataQueryRequest | undefined,
  refId: string,
  query: StoredQuery,
): Promise<CallsPage> {
  if (request === undefined)
    throw new Error(t('funnel-panel.calls.no-request', 'The panel has not asked for this funnel yet; refresh it.'));
  const datasource = await datasourceOf(request, refId);
  const targets = [{ ...query, datasource: datasource.getRef() }];
  const response = await lastValueFrom(
    from(datasource.query({ ...request, requestId: `${request.requestId}-calls`, targets })),
  );
  const error = failure(response);
  if (error !== undefined) throw error;
  const [first] = response.data as readonly (DataFrame | undefined)[];
  if (first === undefined) return { rows: [], nextCursor: undefined };
  const frame = toDataFrame(first);
  const nextCursor: unknown = frame.meta?.custom?.['nextCursor'];
  return { rows: frameRows(frame), nextCursor: typeof nextCursor === 'string' ? nextCursor : undefined };
}
