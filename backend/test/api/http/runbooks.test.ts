import { framesOf } from '../../support/frames.js';
import { TestService } from '../../support/service/test-service.js';

const PUBLIC_URL = 'https://calls.example.com';
const service = TestService.forTests(Date.UTC(2026, 10, 27, 12), { CALLSIGHT_PUBLIC_URL: PUBLIC_URL });

interface Threshold {
  readonly id: string;
  readonly title: string;
  readonly runbook?: string;
}

/** A page, asked for without a key. */
const page = (path: string) => service.app.inject({ method: 'GET', url: path });

test('every built-in threshold has a runbook, which the service shows to everybody', async () => {
  const { thresholds } = (await service.main.get('/v1/thresholds')) as { thresholds: Threshold[] };
  expect(thresholds.length).toBeGreaterThan(10);
  for (const { id, runbook = '' } of thresholds) {
    expect(runbook).toBe(`${PUBLIC_URL}/docs/runbooks/${id}`);
    const { statusCode, headers, body } = await page(runbook.slice(PUBLIC_URL.length));
    expect([id, statusCode]).toEqual([id, 200]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain(`<code>${id}</code>`);
    expect(body).not.toContain('<script');
  }
});

test('links between runbooks lead to runbooks, and no other link leads nowhere', async () => {
  const { body: list } = await page('/docs/runbooks');
  const { runbooks } = JSON.parse(list) as { runbooks: string[] };
  for (const id of runbooks) {
    const { body } = await page(`/docs/runbooks/${id}`);
    for (const [, href = ''] of body.matchAll(/href="([^"]*)"/g)) expect(runbooks).toContain(href);
  }
  const { body } = await page('/docs/runbooks/lines-nearly-full');
  expect(body).toContain('<a href="more-calls">more calls</a>');
});

test('a runbook that does not exist is not found', async () => {
  expect((await page('/docs/runbooks/nothing')).statusCode).toBe(404);
  expect((await page('/docs/runbooks/..%2Fmonitoring')).statusCode).toBe(404);
});

test('a tenant that puts another threshold in the place of a built-in one keeps its page in messages, or names its own', async () => {
  const put = (runbook?: string) =>
    service.main.request('PUT', '/v1/thresholds/refused-events', {
      id: 'refused-events',
      title: 'Refused',
      metric: 'pipeline.quarantined',
      kind: 'fixed',
      comparison: 'plain',
      direction: 'above',
      limit: { critical: 5 },
      ...(runbook === undefined ? {} : { runbook }),
    });
  const runbookOf = async (): Promise<unknown> => {
    const queries = [{ refId: 'A', thresholds: { ids: ['refused-events'], texts: true } }];
    const [frame] = framesOf(await service.main.query({ from: 'now-1h', to: 'now', queries }));
    const at = frame?.schema.fields.findIndex(({ name }) => name === 'alert_runbook') ?? -1;
    return frame?.data.values[at]?.[0];
  };
  await put();
  expect(await runbookOf()).toBe(`${PUBLIC_URL}/docs/runbooks/refused-events`);
  await put('https://wiki.example.com/refused');
  expect(await runbookOf()).toBe('https://wiki.example.com/refused');
});
