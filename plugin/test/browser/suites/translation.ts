import type { Page } from 'playwright-core';
import { SECTION_TYPES } from '@callsight/contract/reports/section';
import { newSection } from '../../../src/app/pages/reports/model/new-section';
import type { Harness } from '../harness';
import { askService } from './ask-service';
import { COMPARED_FRAME, FUNNEL_QUERY } from './fixtures';
import { untranslated } from './untranslated';

/** Texts of Grafana's own components. */
const GRAFANA = [
  ...['Clear value', 'Remove', 'Time zone picker', 'Coordinated Universal Time', 'Close', 'Drawer title'],
  'Type to search (country, city, abbreviation)',
];

/** Queries that fill as many fields as their editors have. */
const FILTERS = [{ dimension: 'agent', op: 'in', values: ['agent-emma'] }];
const DEFINITION = {
  steps: ['call.started', 'call.answered'],
  exclusions: [{ step: 'call.started' }],
  filters: FILTERS,
};
const QUERIES: readonly Record<string, unknown>[] = [
  {
    queryType: 'metrics',
    metrics: ['calls.count'],
    interval: 'auto',
    compare: 'previous_week',
    orderBy: { metric: 'calls.count' },
    filters: FILTERS,
  },
  { queryType: 'metrics', metrics: ['calls.count'], compare: 'previous_week' },
  { queryType: 'funnel', funnel: { ...DEFINITION, histogram: true } },
  { queryType: 'funnel', funnel: { id: 'appointment' } },
  { queryType: 'abandonment', abandonment: DEFINITION },
  { queryType: 'paths', paths: { unit: 'call', filters: FILTERS } },
  { queryType: 'attribution', attribution: { model: ['first', 'linear'], groupBy: ['source'] } },
  { queryType: 'segments', segments: { metrics: ['calls.answer_rate'], by: 'agent' } },
  { queryType: 'segments', segments: { funnel: { id: 'appointment' }, of: [{ filters: FILTERS }] } },
  { queryType: 'calls', calls: { funnel: { id: 'appointment' }, step: 'slot.offered', end: 'dropped' } },
  { queryType: 'annotations', annotations: { kinds: ['agent_version'] } },
  { queryType: 'thresholds', thresholds: { minLevel: 'warning', columns: ['state', 'value'] } },
];

/** Ids and titles that those queries and the catalogue have. */
const DATA = [
  ...['agent-emma', 'agent', 'Agent', 'appointment', 'Appointments', 'slot.offered', 'dropped', '30d', 'lang-en'],
  ...['Call started', 'Call answered', 'Slot offered', 'Booking confirmed', 'call.started', 'call.answered'],
  ...['Calls', 'calls.count', 'Slot selected', 'Answer rate', 'callsight'],
];

/** Days and months as they are written in English. */
const DATES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Nov', 'Dec', 'Jan', 'Feb', 'Mar'];

/** Intervals and operators, which are offered as a query has them. */
const OFFERED = ['1m', '5m', '15m', '30m', '1h', '6h', '12h', '1d', '1w', '1M', 'in', 'not in'];

export function translation(get: () => Harness): void {
  let page: Page;

  beforeEach(async () => {
    page = await get().open({ isMarked: true });
  });
  afterEach(() => page.close());

  test.each(QUERIES)('of the editor of $queryType', async (query) => {
    await page.evaluate((given) => window.harness.mountQueryEditor(given), { version: 1, ...query });
    await page.locator('#app [aria-busy="false"]').waitFor();
    expect(await untranslated(page, [...GRAFANA, ...DATA])).toEqual([]);
  });

  test('of the options of a query editor', async () => {
    await page.evaluate((given) => window.harness.mountQueryEditor(given), {
      queryType: 'funnel',
      version: 1,
      funnel: { id: 'appointment', filters: FILTERS },
    } as const);
    for (const name of ['Query type', 'Counts', 'Order', 'Compare with', 'Interval', 'Operator']) {
      await page.getByRole('combobox', { name: `⟦${name}⟧` }).click();
      await page.getByRole('option').first().waitFor();
      expect(await untranslated(page, [...GRAFANA, ...DATA, ...OFFERED])).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

  test('of the settings of a datasource', async () => {
    await page.evaluate(() => window.harness.mountConfigEditor({}));
    await page.getByTestId('editor').waitFor();
    expect(await untranslated(page, [...GRAFANA, 'UTC, GMT', 'UTC'])).toEqual([]);
    // The sentence keeps its elements in place of the numbers that stand for them in the locale file.
    expect(await page.getByRole('link', { name: 'start page' }).getAttribute('href')).toBe(
      '/a/callsight-calls-app/start',
    );
    expect(await page.locator('code').allInnerTexts()).toEqual([
      'address',
      '[plugin.callsight-calls-datasource]',
      'unix:/path/to/socket',
      'host:port',
    ]);
  });

  test('of the editor of a variable', async () => {
    await page.evaluate(() => window.harness.mountVariableEditor({}));
    await page.getByTestId('editor').waitFor();
    expect(await untranslated(page, GRAFANA)).toEqual([]);
  });

  test('of the app', async () => {
    const { state } = get().grafana;
    state.datasources = [{ uid: 'callsight', name: 'Callsight', type: 'callsight-calls-datasource' }];
    state.dashboards = [{ title: 'Overview', url: '/d/overview' }];
    await page.evaluate(() => window.harness.mountAppConfig({}));
    await page.getByRole('textbox').first().waitFor();
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByRole('status').getByText('⟦').nth(1).waitFor();
    expect(await untranslated(page, [...GRAFANA, 'http://callsight:4000'])).toEqual([]);
    await page.evaluate(() => window.harness.mountApp('/start'));
    await page.getByText('⟦Everything').waitFor();
    expect(await untranslated(page, [...GRAFANA, 'Overview', 'Callsight', 'a few seconds ago'])).toEqual([]);
  });

  test('of the alerts page', async () => {
    await page.evaluate(() => window.harness.mountApp('/alerts?threshold=lines-nearly-full'));
    await page.getByText('⟦The last 14 days').waitFor();
    await page.getByText('⟦Hours, minimum, owner⟧').click();
    const { thresholds } = await askService(get)<{ thresholds: { title: string; component?: string }[] }>(
      'GET',
      'thresholds',
    );
    const titles = thresholds.flatMap(({ title, component = '' }) => [title, component]);
    const data = [
      ...titles,
      ...['crm', 'agent-anna', 'agent-ben', 'agent-clara', 'agent-david', 'agent-emma', 'agent-felix'],
      'Europe',
      'UTC',
      '1m',
      '5s',
      'http',
      'mins',
      's',
      'Mon',
      'Tue',
      'Wed',
      'Thu',
      'Fri',
      'Sat',
      'Sun',
      'Nov',
      'Dec',
      'Jan',
    ];
    expect(await untranslated(page, [...GRAFANA, ...data, 'Concurrency, peak', '5m', '30m', 'https://'])).toEqual([]);
    await page.evaluate(() => window.harness.mountApp('/alerts/checks'));
    await page.getByText('⟦New check⟧').click();
    await page.getByRole('dialog').getByText('⟦Save⟧').waitFor();
    expect(await untranslated(page, [...GRAFANA, ...data, 'https://api.example.com/health', '$.status', 'ms'])).toEqual(
      [],
    );
    await page.evaluate(() => window.harness.mountApp('/alerts/holidays'));
    await page.getByText('⟦New calendar⟧').click();
    await page.getByText('⟦Save⟧').waitFor();
    const example = '2026-12-25 Christmas Day\n2026-12-31 – 2027-01-01 Closed';
    expect(await untranslated(page, [...GRAFANA, ...data, example])).toEqual([]);
  });

  test('of the page of reports', async () => {
    const { link } = get();
    const report = {
      id: 'translated',
      title: 'Translated',
      range: 'last_week',
      timezone: 'UTC',
      locale: 'en',
      filters: FILTERS,
      sections: SECTION_TYPES.map((type) => newSection(type, 'Said')),
    };
    const service = askService(get);
    await service('POST', 'reports', report);
    try {
      const { metrics, dimensions, steps } = await service<
        Record<'metrics' | 'dimensions' | 'steps', { id: string; title: string }[]>
      >('GET', 'catalogue');
      const named = [...metrics, ...dimensions, ...steps].flatMap(({ id, title }) => [id, title]);
      const data = [
        ...named,
        ...DATA,
        'Translated',
        'Said',
        'Europe',
        'UTC',
        'translated',
        ...DATES,
        ...OFFERED,
        '24h',
      ];
      await page.evaluate(() => window.harness.mountApp('/reports/translated/edit'));
      await page.getByText('⟦Sections⟧').waitFor();
      await page.getByText('⟦Branding⟧').click();
      const folded = page.locator('ol button[aria-controls][aria-expanded="false"]');
      while ((await folded.count()) > 0) await folded.first().click();
      expect(await untranslated(page, [...GRAFANA, ...data])).toEqual([]);
      await page.evaluate(() => window.harness.mountApp('/reports/translated/schedules'));
      await page.getByText('⟦New schedule⟧').click();
      await page.getByText('⟦Late data, missed runs, owner⟧').click();
      await page.getByText('⟦Run⟧').waitFor();
      const warning = 'Nobody gets the report; its files are in the history.';
      const typed = ['lea@example.com', '{title}, {period}', '6h', 'Mon'];
      expect(await untranslated(page, [...GRAFANA, ...data, ...typed, warning])).toEqual([]);
      for (const tab of ['history', 'versions', '']) {
        await page.evaluate((to) => window.harness.mountApp(`/reports/${to === '' ? '' : `translated/${to}`}`), tab);
        await page
          .getByText(tab === 'history' ? '⟦It has not been run yet.⟧' : '⟦version')
          .first()
          .waitFor();
        expect(await untranslated(page, [...GRAFANA, ...data])).toEqual([]);
      }
    } finally {
      await service('DELETE', 'reports/translated');
      get().grafana.state.link = link;
    }
  });

  test('of the panel', async () => {
    const size = { width: 900, height: 360 };
    await page.evaluate((given) => window.harness.mountPanel(given), {
      ...size,
      data: { state: 'Done', frames: [COMPARED_FRAME] },
    } as const);
    await page.locator('[data-cell="0-1-reached"]').hover();
    await page.getByText('⟦Click to list').waitFor();
    expect(await untranslated(page, [...GRAFANA, ...DATA, 'no call has reported the step "x" yet'])).toEqual([]);
    const states = [
      { state: 'Loading' },
      { state: 'Done', frames: [{ refId: 'A', fields: [{ name: 'x', values: [1] }] }] },
      { state: 'Done', frames: [] },
      { state: 'Error', error: { status: 403 } },
      { state: 'Error', error: {} },
    ] as const;
    for (const data of states) {
      await page.evaluate((given) => window.harness.mountPanel(given), { ...size, data });
      await page.getByTestId('panel').getByText('⟦').first().waitFor();
      expect(await untranslated(page, GRAFANA)).toEqual([]);
    }
  });

  test('of the calls of a cell', async () => {
    await page.evaluate((given) => window.harness.mountPanel(given), {
      width: 900,
      height: 360,
      queries: [FUNNEL_QUERY],
    });
    await page.locator('[data-cell="0-1-dropped"]').click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('tbody tr').first().waitFor();
    const cells = await dialog.locator('td').allInnerTexts();
    expect(await untranslated(page, [...GRAFANA, ...DATA, ...cells.filter((text) => text !== '')])).toEqual([]);
  });
}
