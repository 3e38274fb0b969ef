import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import type { WebhookMessage } from './support/alert-sink.js';
import { brokenRules, contactPoints, shippedRules } from './support/alert-rules.js';
import { eventually } from './support/eventually.js';
import { CALL_ERRORS, curedCalls, SICK_AGENT, sickCalls } from './support/incident.js';
import { Stack } from './support/stack.js';
import { Visitor } from './support/visitor.js';

const MINUTE = 60_000;

let stack: Stack;
let visitor: Visitor;

beforeAll(async () => {
  stack = await Stack.start({ history: false });
  visitor = await Visitor.start(stack.grafanaUrl);
}, 180_000);

afterAll(async () => {
  await visitor.stop();
  await stack.stop();
});

const messagesOf = (threshold: string, status: 'firing' | 'resolved'): WebhookMessage[] =>
  stack.sink.webhook.filter(({ alerts }) =>
    alerts.some((alert) => alert.status === status && alert.labels['threshold'] === threshold),
  );

/** The first of what there is, once there is any. */
async function first<T>(what: string, found: () => readonly T[], limitMs = 30_000): Promise<T> {
  await eventually(what, () => found().length > 0, limitMs);
  const [one] = found();
  if (one === undefined) throw new Error(`${what}: gone again`);
  return one;
}

async function stateOfErrors(): Promise<ThresholdState> {
  const states = (await stack.service.main.get('/v1/thresholds/call-errors/state')) as ThresholdState[];
  const state = states.find(({ group }) => group['agent'] === SICK_AGENT);
  if (state === undefined) throw new Error('the service knows no state');
  return state;
}

/** What a message says of the rate of errors. */
const rateText = ({ value, n }: ThresholdState): string => {
  const [rate, number] = [Number(value), Number(n)];
  return `Error rate: ${(rate * 100).toFixed(1)}% (${Math.round(rate * number)} of ${number} calls in 30 min), limit 20.0%`;
};

/** Addresses in a text. */
const linksIn = (text: string): string[] => [...text.matchAll(/https?:\/\/[^\s|>]+/g)].map(([url]) => url);

/** Whether an address names a dashboard and a panel that exist, if it is of one. */
async function isShown({ pathname, searchParams }: URL): Promise<boolean> {
  if (!pathname.startsWith('/d/')) return true;
  const { dashboard } = (await stack.api(`/api/dashboards/uid/${pathname.slice('/d/'.length)}`)) as {
    dashboard: { panels: { id: number }[] };
  };
  const panel = searchParams.get('viewPanel')?.replace('panel-', '');
  return panel === undefined || dashboard.panels.some(({ id }) => String(id) === panel);
}

test('all rules load and are evaluated without an error, and every receiver is there', async () => {
  expect(await brokenRules(stack)).toEqual([]);
  expect((await shippedRules(stack)).map(({ name }) => name).sort()).toEqual([
    'Callsight does not answer',
    'Critical',
    'Warning',
    'Watchdog',
  ]);
  expect(await contactPoints(stack)).toEqual([
    'callsight-oncall-email',
    'callsight-oncall-nobody',
    'callsight-oncall-pagerduty',
    'callsight-oncall-slack',
    'callsight-oncall-webhook',
    'callsight-watchdog',
  ]);
}, 120_000);

test('the watchdog is called again and again as long as all is well, and nobody else hears of it', async () => {
  await eventually('the watchdog is called three times', () => stack.sink.watchdog.length >= 3, 90_000);
  expect(stack.sink.webhook).toEqual([]);
  expect(stack.mail.mails).toEqual([]);
}, 100_000);

describe('an incident', () => {
  const title = `[Critical] Calls with errors · Agent ${SICK_AGENT}`;
  let message: WebhookMessage;
  let text: string;

  beforeAll(async () => {
    await stack.service.main.send(sickCalls(Date.now()));
    await stack.service.waitUntilProjected();
    await stack.service.main.request('PUT', '/v1/thresholds/call-errors', CALL_ERRORS);
    message = await first('the webhook hears', () => messagesOf('call-errors', 'firing'), 120_000);
    const state = await stateOfErrors();
    expect(state).toMatchObject({ level: 'critical', n: 48, value: 40 / 48 });
    text = rateText(state);
  }, 150_000);

  test('reaches the webhook with the numbers of the service', () => {
    expect(message.title).toBe(title);
    expect(message.alerts.map(({ labels }) => labels)).toEqual([
      {
        alertname: 'Critical',
        agent: SICK_AGENT,
        component: 'voice-agent',
        grafana_folder: 'Callsight',
        service: 'callsight',
        severity: 'critical',
        threshold: 'call-errors',
      },
    ]);
    expect(message.message).toContain(`Calls with errors · Agent ${SICK_AGENT}\n${text}\nSince `);
    expect(stack.sink.authorization).toBe('Bearer token-of-the-webhook');
  });

  test('reaches the on-call by mail, with the same text and links', async () => {
    const mail = await first('a mail comes', () => stack.mail.mails.filter(({ subject }) => subject === title));
    expect(mail.to).toEqual(['oncall@example.com']);
    for (const part of [text, ...linksIn(message.message)]) expect(mail.text).toContain(part);
    await visitor.pictureOf(mail.html, 'alert-mail');
  });

  test('reaches Slack, with links by name', async () => {
    const slack = await first('Slack hears', () => stack.sink.slack.flatMap(({ attachments }) => attachments));
    expect(slack.title).toBe(title);
    expect(slack.text).toContain(text);
    expect(slack.text).toMatch(
      /<http[^|>]+\|Calls> {2}<http[^|>]+\|Dashboard> {2}<http[^|>]+\|Runbook> {2}<http[^|>]+\|Change or mute> {2}<http[^|>]+\|Silence>/,
    );
  });

  test('reaches PagerDuty', async () => {
    const event = await first('PagerDuty hears', () => stack.sink.pagerduty);
    expect(event).toMatchObject({
      routing_key: 'key-of-pagerduty',
      event_action: 'trigger',
      payload: {
        summary: `Calls with errors · Agent ${SICK_AGENT}: ${text}`,
        severity: 'critical',
        component: 'voice-agent',
        class: 'call-errors',
      },
    });
    expect(event.client_url).toBe(message.alerts[0]?.annotations['dashboard_url']);
  });

  test('is told once, not as a warning, too', () => {
    expect(stack.sink.webhook).toHaveLength(1);
    expect(stack.sink.slack).toHaveLength(1);
  });

  test('has links that all answer', async () => {
    const [alert] = message.alerts;
    const slack = stack.sink.slack[0]?.attachments[0]?.text ?? '';
    const links = [message.message, slack, String(alert?.dashboardURL), String(alert?.panelURL)].flatMap(linksIn);
    expect(links).toHaveLength(11);
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    for (const url of links) {
      const { status } = await fetch(url, { headers: url.startsWith(stack.grafanaUrl) ? { authorization } : {} });
      expect([url, status]).toEqual([url, 200]);
    }
    for (const url of links) expect([url, await isShown(new URL(url))]).toEqual([url, true]);
  }, 120_000);

  test('leads to its calls and no others, and to its runbook', async () => {
    const annotations = message.alerts[0]?.annotations;
    expect(await (await fetch(String(annotations?.['runbook_url']))).text()).toContain('<h1>Calls with errors</h1>');
    await visitor.visit(String(annotations?.['calls_url']).slice(stack.grafanaUrl.length));
    const listed = (): unknown[] => visitor.queries.flatMap(({ columns }) => columns['call_id'] ?? columns['id'] ?? []);
    await eventually('the calls are listed', () => listed().length > 0);
    await visitor.picture('alert-calls');
    expect(listed().sort()).toEqual(Array.from({ length: 48 }, (_, index) => `e2e-sick-${index}`).sort());
  });

  test('leads to where its threshold is changed and muted', async () => {
    const url = String(message.alerts[0]?.annotations['threshold_url']);
    await visitor.visit(url.slice(stack.grafanaUrl.length));
    await visitor.page.getByRole('region', { name: 'Calls with errors', exact: true }).waitFor();
    await visitor.page.getByRole('button', { name: 'Mute' }).first().waitFor();
  });
});

test('the runbook of every built-in threshold opens', async () => {
  const { thresholds } = (await stack.service.main.get('/v1/thresholds')) as { thresholds: { runbook?: string }[] };
  // One is replaced, without a runbook of its own.
  const links = thresholds.flatMap(({ runbook }) => runbook ?? []);
  expect(links.length).toBeGreaterThan(10);
  for (const url of links) expect([url, (await fetch(url)).status]).toEqual([url, 200]);
});

/** States of the alerts of all thresholds, without why they are so. */
const alertStates = async (): Promise<string[]> =>
  (await shippedRules(stack))
    .filter(({ name }) => name === 'Critical' || name === 'Warning')
    .flatMap(({ name, alerts = [] }) =>
      alerts.map(({ labels, state }) => `${name} ${JSON.stringify(labels)} ${String(state.split(' ')[0])}`),
    )
    .sort();

test(
  'a service that is away raises exactly one alert, and no other changes; it is over when the service is back',
  async () => {
    // Each rule is evaluated for itself.
    await eventually(
      'both rules know the agent',
      async () => (await alertStates()).filter((state) => state.includes(`"agent":"${SICK_AGENT}"`)).length === 2,
    );
    const before = await alertStates();
    expect(before.filter((state) => state.endsWith('Alerting'))).toEqual([expect.stringContaining(SICK_AGENT)]);
    const { sink } = stack;
    const heard = sink.webhook.length;
    await stack.service.stop();
    await eventually('Grafana says that there is no answer', () => sink.webhook.length > heard, 6 * MINUTE);
    expect(sink.webhook.slice(heard).map(({ title }) => title)).toEqual(['[Critical] Callsight does not answer']);
    expect(sink.webhook[heard]?.message).toContain('Grafana has had no answer for three minutes');
    expect(await alertStates()).toEqual(before);
    // It was called every five to ten seconds.
    expect(performance.now() - Number(sink.watchdog.at(-1))).toBeGreaterThan(MINUTE);
    const called = sink.watchdog.length;

    await stack.service.start();
    await eventually('Grafana says that it is over', () => sink.webhook.length > heard + 1, 3 * MINUTE);
    expect(sink.webhook.slice(heard + 1).map(({ title }) => title)).toEqual(['[Resolved] Callsight does not answer']);
    expect(sink.webhook.at(-1)?.message).toMatch(/^Callsight does not answer\nOver after [\dhms]+$/);
    expect(await alertStates()).toEqual(before);
    await eventually('the watchdog is called again', () => sink.watchdog.length > called, MINUTE);
  },
  12 * MINUTE,
);

test(
  'what is over is told once, with how long it lasted and how things are now',
  async () => {
    const { sink, mail } = stack;
    await stack.service.main.send(curedCalls(Date.now()));
    await stack.service.waitUntilProjected();
    const resolved = await first('the webhook hears', () => messagesOf('call-errors', 'resolved'), 8 * MINUTE);
    expect((await stateOfErrors()).level).toBe('ok');
    const title = `[Resolved] Calls with errors · Agent ${SICK_AGENT}`;
    expect(resolved.title).toBe(title);
    const now = 'Now: Error rate: [\\d.]+% \\(\\d+ of \\d+ calls in 30 min\\), limit 20.0%';
    expect(resolved.message).toMatch(
      new RegExp(`^Calls with errors · Agent ${SICK_AGENT}\nOver after [\\dhms]+\n${now}\n\nCalls: http`),
    );
    await first('a mail says so', () => mail.mails.filter(({ subject }) => subject === title));
    const trigger = sink.pagerduty.find(({ payload }) => payload.class === 'call-errors');
    await first('PagerDuty hears that it is over', () =>
      sink.pagerduty.filter((event) => event.event_action === 'resolve' && event.dedup_key === trigger?.dedup_key),
    );
    expect(messagesOf('call-errors', 'resolved')).toHaveLength(1);
  },
  10 * MINUTE,
);

test('systems that are down are told together', async () => {
  const { sink } = stack;
  const now = Date.now();
  const checks = ['e2e-platform', 'e2e-scheduling'].flatMap((component) =>
    [2, 1].map((before) => ({
      specversion: '1.0',
      id: `${component}-${before}`,
      source: 'e2e',
      type: 'system.check',
      subject: component,
      time: new Date(now - before * 20_000).toISOString(),
      data: { component, status: 'down' },
    })),
  );
  await stack.service.main.send(checks);
  await stack.service.waitUntilProjected();
  const message = await first('the webhook hears', () => messagesOf('component-down', 'firing'), 3 * MINUTE);
  expect(message.title).toBe('[Critical] A system is down · Component e2e-platform and 1 more');
  expect(message.alerts.map(({ labels }) => labels['component']).sort()).toEqual(['e2e-platform', 'e2e-scheduling']);
  expect(message.message).toContain(
    'A system is down · Component e2e-scheduling\nFailed checks in a row: 2, limit 1\n',
  );
  expect(message.message).toContain(`Runbook: ${stack.service.url}/docs/runbooks/component-down`);
  expect(message.message).not.toContain('Calls: ');
  expect(sink.webhook.filter(({ title }) => title.includes('A system is down'))).toHaveLength(1);
}, 240_000);
