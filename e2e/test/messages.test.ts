import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Stack } from './support/stack.js';

/** The shipped templates. */
const { templates } = parse(readFileSync(join(__dirname, '../../provisioning/alerting/templates.yaml'), 'utf8')) as {
  templates: readonly { readonly name: string; readonly template: string }[];
};

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start({ history: false });
}, 180_000);

afterAll(() => stack.stop());

interface Alert {
  readonly severity: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Seconds that it lasted; of one that fires absent. */
  readonly lasted?: number;
}

const DAY_MS = 86_400_000;

/** What Grafana's own template engine makes of alerts, by template. */
async function texts(...alerts: readonly Alert[]): Promise<Record<string, string>> {
  const begin = Date.now() - DAY_MS;
  const { results, errors } = (await stack.api('/api/alertmanager/grafana/config/api/v1/templates/test', {
    ...templates[0],
    alerts: alerts.map(({ severity, annotations, lasted }) => ({
      labels: { alertname: 'Rule', severity },
      annotations,
      startsAt: new Date(begin).toISOString(),
      ...(lasted === undefined ? {} : { endsAt: new Date(begin + lasted * 1_000).toISOString() }),
    })),
  })) as { results: { name: string; text: string }[]; errors?: unknown };
  expect(errors).toBeUndefined();
  return Object.fromEntries(results.map(({ name, text }) => [name.replace('callsight.', ''), text]));
}

const OUTCOMES: readonly (readonly [string, string, number, string])[] = [
  ['warning', 'critical', 360, 'No longer a warning, but critical'],
  ['critical', 'warning', 1_500, 'No longer critical after 25m, still a warning'],
  ['critical', 'suppressed', 3_600, 'Suppressed after 1h: muted, or a component that it depends on is down'],
  ['critical', 'closed', 7_500, 'Closed by its schedule after 2h5m'],
  ['critical', 'ok', 30, 'Over after 30s'],
  // A group that is gone was critical when it was last seen.
  ['critical', 'critical', 7_200, 'Over after 2h'],
];

test.each(OUTCOMES)('an alert that was %s and is %s now', async (severity, level, lasted, outcome) => {
  const annotations = { title: 'Slow', group: 'Agent ben', level, fact: 'Wait: 3 s' };
  const { subject, text, color } = await texts({ severity, annotations, lasted });
  expect({ subject, text, color }).toEqual({
    subject: '[Resolved] Slow · Agent ben',
    text: `Slow · Agent ben\n${outcome}\nNow: Wait: 3 s`,
    color: '#36a64f',
  });
});

test('what is not known is left out, and nothing stands in its place', async () => {
  const annotations = { title: 'Slow', level: 'warning', fact: 'Wait: 3 s', group: '', since: '', calls_url: '' };
  const { subject, text, slack, color } = await texts({ severity: 'warning', annotations });
  expect({ subject, text, color }).toEqual({
    subject: '[Warning] Slow',
    text: 'Slow\nWait: 3 s',
    color: '#e0a100',
  });
  expect(slack).toMatch(/^Wait: 3 s\n<http[^|>]+\|Silence>$/);
});

test('several alerts are one message, what is over after what is not', async () => {
  const annotations = { level: 'critical', fact: 'Wait: 3 s' };
  const { subject, text, slack } = await texts(
    { severity: 'critical', annotations: { ...annotations, title: 'Slow', group: 'Agent ben' } },
    { severity: 'critical', annotations: { ...annotations, title: 'Slow', group: 'Agent anna' } },
    { severity: 'critical', annotations: { title: 'Errors', level: 'ok', fact: 'Error rate: 1.0%' }, lasted: 60 },
  );
  expect(subject).toMatch(/^\[Critical\] Slow · Agent (ben|anna) and 1 more$/);
  expect(text).toMatch(
    /^Slow · Agent \w+\nWait: 3 s\n\nSlow · Agent \w+\nWait: 3 s\n\nResolved:\n\nErrors\nOver after 1m\nNow: Error rate: 1.0%$/,
  );
  expect(slack).toMatch(/^\*[^*]+\*\n[^]+\n\n\*[^*]+\*\n[^]+\n\n\*[^*]+\*\n/);
});

test('an alert of a rule of your own is told by its name and summary', async () => {
  const { subject, text, summary } = await texts({ severity: '', annotations: { summary: 'Too hot' } });
  expect({ subject, text, summary }).toEqual({
    subject: '[Alert] Rule',
    text: 'Rule\nToo hot',
    summary: 'Rule: Too hot',
  });
});
