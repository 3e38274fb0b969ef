import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { Filter } from '@callsight/contract/query/request';
import { Catalogue } from '../../../src/analytics/catalogue/catalogue.js';
import { alertLinks, dashboardOf } from '../../../src/api/grafana/alert-links.js';
import { readConfig } from '../../../src/config/config.js';
import { builtInThresholds } from '../../../src/definitions/built-in-thresholds.js';
import { adHocFilters } from '../../../../plugin/src/datasource/interpolate/ad-hoc-filters.js';

const FOLDER = join(__dirname, '../../../../dashboards');

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly targets?: readonly { readonly queryType?: string; readonly metrics?: readonly string[] }[];
  }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

const dashboards = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard);
const dashboard = (uid: string): Dashboard => {
  const found = dashboards.find((one) => one.uid === uid);
  if (found === undefined) throw new Error(`no dashboard ${uid}`);
  return found;
};

const catalogue = Catalogue.builtIn(readConfig({}).config.metrics, [{ name: 'plan', type: 'string' }]);

const NOW = Date.UTC(2026, 10, 27, 12, 7);
const SINCE = NOW - 1_800_000;
const HOUR = 3_600_000;

interface Asked {
  readonly metric: string;
  readonly filters?: readonly Filter[];
  readonly group?: ThresholdState['group'];
  readonly level?: ThresholdState['level'];
}

const linksOf = ({ metric, filters = [], group = {}, level = 'critical' }: Asked) =>
  alertLinks(
    { metric, filters: [...filters] },
    { group, level, since: new Date(SINCE).toISOString() },
    { catalogue, now: NOW },
  );

const parse = (path: string | null): URL => new URL(path ?? '', 'http://grafana/');

/** Filters as Grafana reads them from an address, and then as the datasource sends them. */
function filtersIn(url: URL): Filter[] {
  const read = (part: string): string =>
    part.replaceAll('__gfp__', '|').replaceAll('__gfc__', ',').replaceAll('__gfh__', '#');
  return adHocFilters(
    url.searchParams.getAll('var-filters').map((text) => {
      const [key = '', operator = '', ...values] = text.split('|').map(read);
      return { key, operator, value: values[0] ?? '', values };
    }),
  );
}

test('every metric of the catalogue leads to a dashboard that exists', () => {
  for (const { id } of catalogue.describe().metrics) dashboard(dashboardOf(id, catalogue));
  dashboard(dashboardOf('custom.unknown', catalogue));
});

/** What a dashboard shows of the same thing, where it does not show the metric itself. */
const SHOWN_AS: Readonly<Record<string, string>> = {
  'calls.offered': 'calls.count',
  'health.failed_in_a_row': 'health.checks.failed',
};

test.each(builtInThresholds('http://callsight').map(({ id, metric }) => ({ id, metric })))(
  '$id leads to a dashboard that shows $metric',
  ({ metric }) => {
    const { panels } = dashboard(dashboardOf(metric, catalogue));
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ metrics = [] }) => metrics));
    expect(shown).toContain(SHOWN_AS[metric] ?? metric);
  },
);

test('the calls concerned are shown by a panel with single calls, with the filters and the group of the threshold', () => {
  const filters: Filter[] = [
    { dimension: 'direction', op: '=', values: ['inbound'] },
    { dimension: 'queue', op: 'in', values: ['sales', 'a|b,c#d'] },
    { dimension: 'plan', op: '!=', values: ['free'] },
    { dimension: 'errors', op: '>', values: [0] },
  ];
  const url = parse(linksOf({ metric: 'calls.error_rate', filters, group: { agent: 'ben' } }).calls);
  expect(url.pathname).toBe('/d/callsight-calls');
  const { panels, templating } = dashboard('callsight-calls');
  const panel = panels.find(({ id }) => `panel-${id}` === url.searchParams.get('viewPanel'));
  expect(panel?.targets?.map(({ queryType }) => queryType)).toEqual(['calls']);
  expect(templating.list).toContainEqual(expect.objectContaining({ name: 'filters', type: 'adhoc' }));
  expect(filtersIn(url)).toEqual([
    { dimension: 'direction', op: 'in', values: ['inbound'] },
    { dimension: 'queue', op: 'in', values: ['sales', 'a|b,c#d'] },
    { dimension: 'plan', op: 'not in', values: ['free'] },
    { dimension: 'errors', op: '>', values: ['0'] },
    { dimension: 'agent', op: 'in', values: ['ben'] },
  ]);
  expect(url.searchParams.get('from')).toBe(String(SINCE - HOUR));
  expect(url.searchParams.get('to')).toBe(String(NOW));
});

test('a currency is no filter of calls', () => {
  const url = parse(linksOf({ metric: 'calls.cost.mean', group: { agent: 'ben', currency: 'EUR' } }).calls);
  expect(filtersIn(url)).toEqual([{ dimension: 'agent', op: 'in', values: ['ben'] }]);
});

test('what is over is shown from six hours before', () => {
  const url = parse(linksOf({ metric: 'calls.count', level: 'ok' }).dashboard);
  expect(url.searchParams.get('from')).toBe(String(SINCE - 6 * HOUR));
});

test.each<[string, Asked]>([
  ['a group without a value cannot be written', { metric: 'calls.count', group: { agent: null } }],
  [
    'a filter for no value cannot be written',
    { metric: 'calls.count', filters: [{ dimension: 'agent', op: 'in', values: [null, 'a'] }] },
  ],
  ['a metric of systems has no calls', { metric: 'health.failed_in_a_row', group: { component: 'acuity-api' } }],
  ['a metric of the pipeline has no calls', { metric: 'pipeline.lag' }],
])('%s: no link to calls, but to the dashboard', (_name, asked) => {
  const { calls, dashboard: path } = linksOf(asked);
  expect(calls).toBeNull();
  const url = parse(path);
  dashboard(url.pathname.replace('/d/', ''));
  expect(filtersIn(url)).toEqual([]);
});

test('the dashboard of systems shows the component alone', () => {
  const url = parse(linksOf({ metric: 'health.failed_in_a_row', group: { component: 'acuity-api' } }).dashboard);
  expect(url.searchParams.get('var-component')).toBe('acuity-api');
  expect(dashboard('callsight-health').templating.list.map(({ name }) => name)).toContain('component');
});
