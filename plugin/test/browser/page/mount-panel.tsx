import {
  dateTime,
  LoadingState,
  toDataFrame,
  type DataFrame,
  type DataQueryError,
  type DataQueryRequest,
  type PanelData,
  type PanelPlugin,
  type PanelProps,
} from '@grafana/data';
import { lastValueFrom } from 'rxjs';
import type { CallsightQuery } from '../../../src/datasource/callsight-query';
import type { FunnelOptions } from '../../../src/panels/funnel/funnel-options';
import { loadModule } from './amd';
import { loadDatasource } from './datasource';
import { panelDefaults } from './panel-defaults';
import { Frame, show } from './show';

export interface PanelSetup {
  readonly width: number;
  readonly height: number;
  readonly options?: Partial<FunnelOptions>;
  /** Asked of the datasource; without them `data` is shown. */
  readonly queries?: readonly Partial<CallsightQuery>[];
  readonly filters?: DataQueryRequest['filters'];
  readonly days?: number;
  readonly data?: {
    readonly state: 'Loading' | 'Done' | 'Error';
    readonly frames?: readonly object[];
    readonly error?: DataQueryError;
  };
}

function requestOf({ queries = [], filters, days = 14 }: PanelSetup): DataQueryRequest<CallsightQuery> {
  const to = dateTime();
  const from = dateTime(to.valueOf() - days * 86_400_000);
  return {
    requestId: 'Q1',
    app: 'dashboard',
    interval: '1h',
    intervalMs: 3_600_000,
    maxDataPoints: 500,
    range: { from, to, raw: { from, to } },
    scopedVars: {},
    filters,
    targets: queries.map((query, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: { uid: 'callsight', type: 'callsight-calls-datasource' },
      ...query,
    })),
    timezone: 'browser',
    startTime: to.valueOf(),
  } as unknown as DataQueryRequest<CallsightQuery>;
}

async function runQueries(request: DataQueryRequest<CallsightQuery>): Promise<Partial<PanelData>> {
  const { datasource } = await loadDatasource();
  const { data, errors = [] } = await lastValueFrom(datasource.query(request));
  const state = errors.length > 0 ? LoadingState.Error : LoadingState.Done;
  return { state, series: (data as DataFrame[]).map((frame) => toDataFrame(frame)), errors };
}

const given = ({ state, frames = [], error }: NonNullable<PanelSetup['data']>): Partial<PanelData> => ({
  state: LoadingState[state],
  series: frames.map((frame) => toDataFrame(frame)),
  errors: error === undefined ? [] : [error],
});

/** Shows the funnel panel in a size. */
export async function mountPanel(setup: PanelSetup): Promise<void> {
  const { plugin } = await loadModule<{ plugin: PanelPlugin<FunnelOptions> }>('panels/funnel');
  const Panel = plugin.panel;
  if (Panel === null) throw new Error('the plugin has no panel');
  const request = requestOf(setup);
  const data = setup.data === undefined ? await runQueries(request) : given(setup.data);
  const props = {
    id: 1,
    data: { ...data, request, timeRange: request.range },
    options: { ...panelDefaults(plugin), ...setup.options },
    width: setup.width,
    height: setup.height,
    timeRange: request.range,
    timeZone: 'browser',
  } as unknown as PanelProps<FunnelOptions>;
  show(
    <Frame width={setup.width} height={setup.height}>
      <Panel {...props} />
    </Frame>,
  );
}
