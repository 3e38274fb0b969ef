import { brokenRules, contactPoints, errorLines, shippedRules, untilInForce } from './support/alert-rules.js';
import { eventually } from './support/eventually.js';
import { Stack } from './support/stack.js';

let stack: Stack;

beforeAll(async () => {
  stack = await Stack.start({ history: false });
}, 180_000);

afterAll(() => stack.stop());

const VARIABLES: Readonly<Record<string, string>> = {
  email: 'CALLSIGHT_ONCALL_EMAIL',
  pagerduty: 'CALLSIGHT_ONCALL_PAGERDUTY_KEY',
  slack: 'CALLSIGHT_ONCALL_SLACK_URL',
  webhook: 'CALLSIGHT_ONCALL_WEBHOOK_URL',
};

const without = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(stack.receivers).filter(([name]) => !names.includes(name)));

/** Who was told of a threshold that has its id as its title. */
function toldOf(threshold: string): string[] {
  const { sink, mail } = stack;
  const title = `[Critical] ${threshold}`;
  const told = {
    email: mail.mails.some(({ subject }) => subject === title),
    pagerduty: sink.pagerduty.some(({ payload }) => payload.class === threshold),
    slack: sink.slack.some(({ attachments }) => attachments.some((one) => one.title === title)),
    webhook: sink.webhook.some((message) => message.title === title),
  };
  return Object.entries(told).flatMap(([name, isHeard]) => (isHeard ? [name] : []));
}

/** Defines a threshold that is critical at once. */
const raise = (id: string): Promise<unknown> =>
  stack.service.main.post('/v1/thresholds', {
    id,
    title: id,
    metric: 'calls.count',
    kind: 'fixed',
    comparison: 'plain',
    direction: 'below',
    limit: { critical: 1 },
  });

describe.each(Object.entries(VARIABLES))('without %s', (absent, variable) => {
  const others = Object.keys(VARIABLES).filter((name) => name !== absent);
  const id = `e2e-without-${absent}`;

  test('Grafana starts, the rules load, and the others are told', async () => {
    await stack.restartGrafana(without(variable, 'CALLSIGHT_WATCHDOG_URL'));
    expect(await contactPoints(stack)).toEqual(['nobody', ...others].map((name) => `callsight-oncall-${name}`).sort());
    expect(await brokenRules(stack)).toEqual([]);
    await untilInForce(stack, 1 + others.length);
    await raise(id);
    await eventually('the others are told', () => toldOf(id).length >= others.length, 120_000);
    expect(toldOf(id)).toEqual(others);
    expect(await errorLines(stack)).toEqual([]);
  }, 240_000);
});

test('without the address of the watchdog there is no watchdog', async () => {
  await stack.restartGrafana();
  expect((await shippedRules(stack)).map(({ name }) => name)).toContain('Watchdog');
  await eventually('the watchdog is called', () => stack.sink.watchdog.length > 0, 90_000);
  await stack.restartGrafana(without('CALLSIGHT_WATCHDOG_URL'));
  expect((await shippedRules(stack)).map(({ name }) => name)).not.toContain('Watchdog');
  expect(await contactPoints(stack)).not.toContain('callsight-watchdog');
  expect(JSON.stringify(await stack.api('/api/v1/provisioning/policies'))).not.toContain('watchdog');
}, 240_000);

test('without any of them Grafana starts, the rules load, and no message fails', async () => {
  await stack.restartGrafana({});
  expect(await contactPoints(stack)).toEqual(['callsight-oncall-nobody']);
  expect(await brokenRules(stack)).toEqual([]);
  await untilInForce(stack, 1);
  expect(await errorLines(stack)).toEqual([]);
}, 180_000);
