import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from 'playwright-core';
import { AGENT, RULE } from './support/extra-provisioning.js';
import { eventually } from './support/eventually.js';
import { Stack } from './support/stack.js';
import { Visitor, type PanelAnswers } from './support/visitor.js';

const DASHBOARDS = join(__dirname, '../../dashboards');

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly { readonly title: string }[];
}

/** All but the one that asks a Prometheus, which is no part of this. */
const dashboards = readdirSync(DASHBOARDS)
  .filter((file) => file !== 'service.json')
  .map((file) => JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Dashboard);

/** Whoever goes to the next page before this one has been sent makes Grafana write so. */
const LEFT = /msg="Error writing to response" err="write tcp \S+ write: (broken pipe|connection reset by peer)"/;

/** Lines of Grafana's log that are errors. */
const errorsIn = (log: string): string[] =>
  log.split('\n').filter((line) => /\blevel=error\b/.test(line) && !LEFT.test(line));

let stack: Stack;
let visitor: Visitor;

beforeAll(async () => {
  stack = await Stack.start({ history: true });
  visitor = await Visitor.start(stack.grafanaUrl);
}, 300_000);

afterAll(async () => {
  await visitor.stop();
  await stack.stop();
});

test('the datasource is connected and says what it sees', async () => {
  expect(await stack.api('/api/datasources/uid/callsight/health')).toMatchObject({
    status: 'OK',
    message: expect.stringMatching(/^Connected to Callsight \(tenant "main", \d+ metrics\)\. [\d,]+ calls/) as unknown,
  });
});

test('the app is enabled, with its datasource and its panel', async () => {
  const app = await stack.api('/api/plugins/callsight-calls-app/settings');
  expect(app).toMatchObject({ enabled: true, name: 'Callsight', includes: expect.any(Array) as unknown });
  expect(await stack.api('/api/plugins/callsight-funnel-panel/settings')).toMatchObject({ type: 'panel' });
});

describe.each(dashboards)('$title', ({ uid, title, panels }) => {
  test('opens with data and without an error in any panel', async () => {
    await visitor.visit(`/d/${uid}?kiosk`);
    await eventually(`${title} asks for its panels`, () => visitor.queries.length >= panels.length);
    await visitor.picture(uid);
    expect(visitor.queries.filter(({ status, error }) => status !== 200 || error !== undefined)).toEqual([]);
    expect(visitor.queries.some(({ values }) => values > 0)).toBe(true);
    const { page } = visitor;
    for (const panel of panels) await page.getByTestId(`data-testid Panel header ${panel.title}`).first().waitFor();
    expect(await page.getByTestId('data-testid Panel status error').count()).toBe(0);
    expect(await page.getByText('Error loading:').count()).toBe(0);
    // What is rare may not have happened in the simulated days.
    const empty = uid === 'callsight-health' ? ['Error codes'] : [];
    const without = await page.getByText('No data', { exact: true }).count();
    expect(without).toBeLessThanOrEqual(empty.length);
    expect(visitor.faults).toEqual([]);
  });

  test('opens in the light theme', async () => {
    await visitor.visit(`/d/${uid}?kiosk&theme=light`);
    await eventually(`${title} asks for its panels`, () => visitor.queries.length >= panels.length);
    await visitor.picture(`${uid}-light`);
    expect(visitor.faults).toEqual([]);
  });
});

test('what is usual reaches a panel as a band, named in its legend', async () => {
  const { page } = visitor;
  const asked = page.waitForResponse((response) => response.request().postData()?.includes('"baseline":true') === true);
  await visitor.visit('/d/callsight-overview?kiosk&viewPanel=7');
  const { results } = (await (await asked).json()) as PanelAnswers;
  const [frame] = Object.values(results).flatMap(({ frames }) => frames);
  const fields = frame?.schema.fields ?? [];
  expect(fields.map(({ name }) => name)).toEqual([
    'time',
    'calls.count',
    ...['baseline', 'low', 'high', 'anomaly'].map((column) => `calls.count_${column}`),
  ]);
  expect(fields[4]?.config.custom).toMatchObject({ fillBelowTo: 'Calls (usual, low)' });
  // The last hour still runs.
  const high = frame?.data.values[4] ?? [];
  expect(high.at(-1)).toBeNull();
  expect(high.filter((value) => value !== null).length).toBeGreaterThan(100);
  const legend = page.getByTestId(/^data-testid VizLegend series/);
  await legend.first().waitFor();
  expect(await legend.allInnerTexts()).toEqual(['Calls', 'Calls (usual)', 'Calls (usual range)']);
  await visitor.picture('usual-range');
  expect(visitor.faults).toEqual([]);
});

test('variables list the agents, and choosing one narrows the panels', async () => {
  await visitor.visit('/d/callsight-overview?kiosk&var-agent=agent-anna');
  await eventually('the panels', () => visitor.queries.length >= 10);
  expect(visitor.queries.filter(({ status }) => status !== 200)).toEqual([]);
  await visitor.page.getByTestId('data-testid Panel header Agents at a glance').waitFor();
  await visitor.page.getByText('agent-anna').first().waitFor();
  expect(await visitor.page.getByRole('gridcell', { name: 'agent-ben' }).count()).toBe(0);
});

test('a step of the funnel leads to its calls', async () => {
  await visitor.visit('/d/callsight-conversion?kiosk');
  const { page } = visitor;
  const panel = page.getByTestId(/Panel header From the call to the booking/);
  await panel.waitFor();
  await panel
    .getByRole('button', { name: /Slot offered/ })
    .first()
    .click();
  const drawer = page.getByRole('dialog');
  await drawer.waitFor();
  await drawer.getByRole('row').nth(3).waitFor();
  await visitor.picture('funnel-calls');
  expect(visitor.faults).toEqual([]);
});

test('Explore takes a query of the datasource', async () => {
  const panes = {
    a: {
      datasource: 'callsight',
      queries: [{ refId: 'A', queryType: 'calls', version: 1, calls: { limit: 20 }, datasource: { uid: 'callsight' } }],
      range: { from: 'now-7d', to: 'now' },
    },
  };
  await visitor.visit(`/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`);
  await eventually('an answer', () => visitor.queries.some(({ values }) => values > 0));
  await visitor.picture('explore');
  expect(visitor.queries.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('the start page finds everything in order', async () => {
  await visitor.visit('/a/callsight-calls-app/start');
  await visitor.page
    .getByText(/service/i)
    .first()
    .waitFor();
  await visitor.picture('start');
  expect(visitor.faults).toEqual([]);
});

test('each plugin loads its texts', async () => {
  const { page } = visitor;
  const loaded = new Set<string>();
  const note = (response: Response): void => {
    const name = /\/locales\/en-US\/([\w-]+)\.json/.exec(response.url())?.[1];
    if (name !== undefined && response.ok()) loaded.add(name);
  };
  page.on('response', note);
  await visitor.visit('/d/callsight-conversion?kiosk');
  await page.getByTestId(/Panel header From the call to the booking/).waitFor();
  await visitor.visit('/a/callsight-calls-app/start');
  page.off('response', note);
  expect([...loaded].filter((name) => name.startsWith('callsight-')).sort()).toEqual([
    'callsight-calls-app',
    'callsight-calls-datasource',
    'callsight-funnel-panel',
  ]);
  expect(visitor.faults).toEqual([]);
});

test('the query editor opens in a panel', async () => {
  await visitor.visit('/d/callsight-overview?editPanel=7');
  await visitor.page.getByLabel('Query type').waitFor();
  await visitor.page.getByLabel('Compare with').waitFor();
  await visitor.picture('editor');
  expect(visitor.faults).toEqual([]);
});

test('the shipped rules are evaluated without an error', async () => {
  interface Rules {
    data: { groups: { name: string; rules: { name: string; health: string; lastError?: string }[] }[] };
  }
  const rulesOf = async () => {
    const { data } = (await stack.api('/api/prometheus/grafana/api/v1/rules')) as Rules;
    return data.groups.find(({ name }) => name === 'callsight')?.rules ?? [];
  };
  await eventually(
    'all rules have been evaluated',
    async () => (await rulesOf()).every(({ health }) => health !== 'unknown'),
    120_000,
  );
  const rules = await rulesOf();
  expect(rules.map(({ name }) => name).sort()).toEqual(['Callsight does not answer', 'Critical', 'Warning']);
  expect(rules.filter(({ health }) => health !== 'ok' && health !== 'nodata')).toEqual([]);
}, 150_000);

test('a rule fires, reaches the webhook and the mail server, and resolves', async () => {
  const event = {
    specversion: '1.0',
    id: 'e2e-1',
    source: 'e2e',
    type: 'call.started',
    subject: 'e2e-call',
    time: new Date().toISOString(),
    data: { direction: 'inbound', agent: { id: AGENT } },
  };
  await stack.service.main.post('/v1/events', event);
  const received = (status: string): boolean =>
    stack.sink.alerts.some((alert) => alert.status === status && alert.labels['alertname'] === RULE);
  const mailed = (begin: string): boolean =>
    stack.mail.mails.some(({ to, subject }) => to.includes('oncall@example.com') && subject === `${begin} ${RULE}`);
  await eventually('the webhook hears that it fires', () => received('firing'), 60_000);
  await eventually('a mail says that it fires', () => mailed('[Alert]'), 30_000);
  const firing = stack.sink.alerts.find(({ labels }) => labels['alertname'] === RULE);
  expect(firing?.labels).toMatchObject({ agent: AGENT, service: 'callsight' });
  expect(firing?.annotations).toMatchObject({ summary: `${AGENT} took 1 calls` });
  // The call leaves the range of the rule after a minute.
  await eventually('the webhook hears that it is over', () => received('resolved'), 150_000);
  await eventually('a mail says that it is over', () => mailed('[Resolved]'), 60_000);
}, 330_000);

test('the log of Grafana holds no error', async () => {
  expect(errorsIn(await stack.log())).toEqual([]);
});

test('a second start finds everything as it was, without an error', async () => {
  await stack.restartGrafana();
  expect(await stack.api('/api/datasources/uid/callsight/health')).toMatchObject({ status: 'OK' });
  await visitor.stop();
  visitor = await Visitor.start(stack.grafanaUrl);
  await visitor.visit('/d/callsight-overview?kiosk');
  await eventually('the panels', () => visitor.queries.some(({ values }) => values > 0));
  const folders = (await stack.api('/api/folders')) as { title: string }[];
  expect(folders.map(({ title }) => title)).toEqual(['Callsight']);
  expect(errorsIn(await stack.log())).toEqual([]);
}, 120_000);
