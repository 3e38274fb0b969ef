import { request } from 'node:http';
import type { Page } from 'playwright-core';
import { TEST_KEY } from '../../backend/test/support/service/service-under-test.js';
import { eventually } from './support/eventually.js';
import { Stack } from './support/stack.js';
import { Visitor } from './support/visitor.js';

const PAGE = '/a/callsight-calls-app/reports';
const PROXY = '/api/plugin-proxy/callsight-calls-app/api/v1';
const TITLE = 'Weekly call report';
const VIEWER = 'viewer@example.com';

let stack: Stack;
let visitor: Visitor;

beforeAll(async () => {
  stack = await Stack.start({ history: false, calls: true });
  visitor = await Visitor.start(stack.grafanaUrl, { width: 1_480, height: 1_000 });
}, 240_000);

afterAll(async () => {
  await visitor.stop();
  await stack.stop();
});

afterEach(() => {
  expect(visitor.faults).toEqual([]);
});

/** What the preview shows, once it is of what is entered. */
async function previewOf(page: Page): Promise<string> {
  await page.locator('section[aria-label="Preview"][aria-busy="false"]').waitFor();
  return page.frameLocator('iframe[title^="Preview of"]').locator('body').innerText();
}

/** What the service itself answers. */
async function ask<T>(path: string, body?: object): Promise<T> {
  const answer = await fetch(`${stack.service.url}/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Answer {
  readonly results: Readonly<
    Record<string, { readonly frames: readonly { readonly data: { values: unknown[][] } }[] }>
  >;
}

/** The number of calls of a period, as a report writes it in English. */
async function callsOf(period: { readonly from: string; readonly to: string }): Promise<string> {
  const { results } = await ask<Answer>('query', { ...period, queries: [{ refId: 'A', metrics: ['calls.count'] }] });
  const count = results['A']?.frames[0]?.data.values.flat().find((value) => typeof value === 'number');
  if (count === undefined) throw new Error(JSON.stringify(results));
  return count.toLocaleString('en');
}

test('from an empty list through a template to a saved report, whose preview has the numbers of the service', async () => {
  const { page } = visitor;
  await visitor.visit(PAGE);
  await page.getByText('There is no report yet.').waitFor();
  await visitor.picture('reports-empty');
  await page.getByRole('link', { name: 'New report' }).first().click();
  await page.getByRole('button', { name: new RegExp(`^${TITLE}`) }).click();
  const shown = await previewOf(page);
  await visitor.picture('reports-new');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Run now' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${PAGE}/weekly-call-report/edit`);

  await page.getByRole('button', { name: 'Run now' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
  const run = page.getByRole('article').first();
  await run.getByText('Made', { exact: true }).waitFor();
  const { runs } = await ask<{ runs: { period: { from: string; to: string } }[] }>('reports/weekly-call-report/runs');
  const [made] = runs;
  if (made === undefined) throw new Error('there is no run');
  const calls = await callsOf(made.period);
  expect(Number(calls.replace(/\D/g, ''))).toBeGreaterThan(0);
  expect(shown).toContain(`\n${calls}\n`);
  await visitor.picture('reports-history');
});

test('the files of a run open by their links, without signing in', async () => {
  const { page } = visitor;
  await visitor.visit(`${PAGE}/weekly-call-report/history`);
  const link = page.getByRole('link', { name: /^PDF/ });
  const href = await link.getAttribute('href');
  const file = await fetch(href ?? '');
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  expect(
    Buffer.from(await file.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
});

test('what is entered is previewed while it is entered, and refused where it is wrong, without being lost', async () => {
  const { page } = visitor;
  await visitor.visit(`${PAGE}/weekly-call-report/edit`);
  await page.getByRole('textbox', { name: 'Title' }).first().fill('For the management');
  expect(await previewOf(page)).toContain('For the management');
  await page.getByRole('button', { name: 'Add section' }).click();
  await page.getByRole('menuitem', { name: /^Text/ }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('## Said by nobody else');
  expect(await previewOf(page)).toContain('Said by nobody else');
  await page.getByRole('textbox', { name: 'Text' }).fill('');
  const section = page.getByRole('region', { name: /^Section 11/ });
  await section.getByText(/^Expected string length/).waitFor();
  // The last page that could be made stays.
  expect(await previewOf(page)).toContain('Said by nobody else');
  await page.getByRole('textbox', { name: 'Text' }).fill('Said again');
  expect(await previewOf(page)).toContain('Said again');
  await section.getByText(/^Expected string length/).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^version 2/).waitFor();
  await visitor.picture('reports-edit');
});

test('a section is moved by keyboard', async () => {
  const { page } = visitor;
  const first = page.getByRole('region', { name: 'Section 1: Findings' });
  await first.getByRole('button', { name: 'Move “Findings” down' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Section 2: Findings' }).waitFor();
  await page.getByRole('button', { name: 'Discard' }).click();
  await first.waitFor();
});

test('a PDF is made on request, of what is entered', async () => {
  const { page } = visitor;
  await page.getByRole('radio', { name: 'PDF' }).check({ force: true });
  const answer = page.waitForResponse((response) => response.url().includes('reports/render?format=pdf'));
  await page.getByRole('button', { name: 'Make the PDF' }).click();
  expect((await answer).status()).toBe(200);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the PDF' }).click();
  const stream = await (await download).createReadStream();
  const [begin] = (await stream.take(1).toArray()) as Buffer[];
  expect(begin?.subarray(0, 5).toString()).toBe('%PDF-');
});

test('versions say what changed, and one of them is taken back into the form', async () => {
  const { page } = visitor;
  await page.getByRole('tab', { name: 'Versions' }).click();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^2/ }) });
  await row.getByText('Title · “Text” added').waitFor();
  await visitor.picture('reports-versions');
  await page.getByRole('button', { name: 'Take version 1 into the form' }).click();
  expect(await previewOf(page)).not.toContain('Said again');
  expect(await page.getByRole('textbox', { name: 'Title' }).first().inputValue()).toBe(TITLE);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^version 3/).waitFor();
});

test('a schedule says when it will run and for which periods, before and after it is saved', async () => {
  const { page } = visitor;
  await page.getByRole('tab', { name: 'Schedules' }).click();
  await page.getByRole('button', { name: 'New schedule' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Monday mornings');
  await page.getByRole('textbox', { name: 'Add recipients' }).fill('lea@example.com, max@example.com');
  await page.keyboard.press('Enter');
  const preview = page.getByRole('region', { name: 'What it will do' });
  await preview.getByText(/^2 addresses will see it/).waitFor();
  expect(await preview.getByRole('row').count()).toBe(11);
  await visitor.picture('reports-schedule');
  await page.getByRole('form', { name: 'Schedule' }).getByRole('button', { name: 'Save' }).click();
  const card = page.getByRole('article', { name: 'Monday mornings' });
  await card.getByText('Mondays at 08:00 (Europe/Berlin)').waitFor();
  const { next } = await ask<{ next: { utc_offset: string }[] }>('schedules/monday-mornings/next?count=10');
  expect(await card.getByRole('row').count()).toBe(next.length + 1);
  await card
    .getByRole('cell', { name: next[0]?.utc_offset ?? '' })
    .first()
    .waitFor();
  await visitor.visit(PAGE);
  const row = page.getByRole('row').filter({ hasText: TITLE });
  await row.getByText('Monday mornings').waitFor();
  await row.getByText(/^for \d/).waitFor();
  await row.getByText('Made', { exact: true }).waitFor();
  await visitor.picture('reports');
});

test('a test mail shows what the mail server answered, and is the report', async () => {
  const { page } = visitor;
  await visitor.visit(`${PAGE}/weekly-call-report/schedules`);
  const card = page.getByRole('article', { name: 'Monday mornings' });
  await card.getByRole('button', { name: 'Test send' }).click();
  await card.getByRole('textbox', { name: 'Send it now to' }).fill('lea@example.com');
  await card.getByRole('button', { name: 'Send', exact: true }).click();
  await card.getByText('Sent', { exact: true }).waitFor();
  await card.getByText(/^250 /).waitFor();
  const mail = stack.mail.mails.find(({ to }) => to.includes('lea@example.com'));
  expect(mail?.subject).toContain(TITLE);
  expect(mail?.html).toContain(TITLE);
});

test('a run that is sent says for each recipient what became of it, and is sent again', async () => {
  const { page } = visitor;
  const { id } = await ask<{ id: string }>('reports/weekly-call-report/runs', {
    formats: ['pdf'],
    recipients: [{ email: 'max@example.com' }],
  });
  await visitor.visit(`${PAGE}/weekly-call-report/history?run=${id}`);
  const run = page.getByRole('article').first();
  await run.getByText('1 of 1 sent').waitFor();
  const row = run.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'max@example.com' }) });
  await row.getByText('Sent', { exact: true }).waitFor();
  await visitor.picture('reports-deliveries');
  const sent = (): number => stack.mail.mails.filter(({ to }) => to.includes('max@example.com')).length;
  const before = sent();
  await row.getByRole('button', { name: 'Send again to max@example.com' }).click();
  await eventually('the report is sent again', () => sent() === before + 1);
  await run.getByText('1 of 1 sent').waitFor();
});

/** Paths that begin as a route of the plugin and would end at something else, if anybody resolved them. */
const DETOURS = ['..', '%2e%2e', '..%2f..%2fv1', '%2e%2e%2f%2e%2e%2fv1', '..%5c..', './/..'].flatMap((up) =>
  ['reports', 'runs', 'schedules'].map((kind) => `${PROXY}/${kind}/${up}/keys`),
);

test('the key of the pages makes no other key, by no detour of a path that the page may use', async () => {
  const port = Number(new URL(stack.grafanaUrl).port);
  const headers = {
    authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}`,
    'content-type': 'application/json',
  };
  for (const path of DETOURS) {
    // Not by fetch, which resolves paths itself.
    const text = await new Promise<string>((resolve, reject) => {
      request({ port, path, headers, method: 'POST' }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => (body += part));
        response.on('end', () => resolve(`${response.statusCode ?? 0} ${body}`));
      })
        .on('error', reject)
        .end(JSON.stringify({ name: 'by-detour', scopes: ['admin'] }));
    });
    expect([path, text.startsWith('201')]).toEqual([path, false]);
  }
  const { keys } = await ask<{ keys: { name: string }[] }>('keys');
  expect(keys.filter(({ name }) => name === 'by-detour')).toEqual([]);
});

test('a dashboard leads to a report of its range with its filters', async () => {
  const { page } = visitor;
  await visitor.visit('/d/callsight-overview?from=now-7d&to=now&var-filters=source%7C%3D%7Cgoogle');
  await page.locator('a[href*="/reports/new"]').click();
  const text = await previewOf(page);
  expect(text).toContain(TITLE);
  expect(await page.getByRole('combobox', { name: 'Period' }).inputValue()).toBe('Last 7 days');
  expect(await page.getByRole('group', { name: 'Filter 1' }).getByRole('combobox').first().inputValue()).toBe('Source');
  await visitor.visit(`${PAGE}/new?template=weekly_executive&from=1795000000000&to=1795700000000`);
  await page.getByText('The dashboard shows fixed days').waitFor();
});

test('a viewer reads reports and their history, and changes nothing', async () => {
  await stack.api('/api/admin/users', { login: VIEWER, email: VIEWER, password: VIEWER, OrgId: 1 });
  const other = await Visitor.start(stack.grafanaUrl, { width: 390, height: 844 }, VIEWER);
  try {
    const { page } = other;
    await other.visit(PAGE);
    await page.getByRole('link', { name: TITLE }).waitFor();
    expect(await page.getByRole('link', { name: 'New report' }).count()).toBe(0);
    await page.getByRole('link', { name: TITLE }).click();
    expect(await previewOf(page)).toContain(TITLE);
    await other.picture('reports-viewer');
    for (const name of ['Save', 'Run now', 'Duplicate'])
      expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('link', { name: /^PDF/ }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    // Grafana refuses, whatever the page offers.
    const statuses = await page.evaluate(async (proxy) => {
      const send = async (method: string, path: string): Promise<[string, number]> => [
        `${method} ${path}`,
        (await fetch(proxy + path, { method, headers: { 'content-type': 'application/json' }, body: '{}' })).status,
      ];
      return [
        await send('POST', '/reports'),
        await send('POST', '/reports/weekly-call-report/runs'),
        await send('PUT', '/reports/weekly-call-report'),
        await send('DELETE', '/reports/weekly-call-report'),
        await send('POST', '/schedules'),
        await send('POST', '/schedules/monday-mornings/test'),
      ];
    }, PROXY);
    expect(statuses.filter(([, status]) => status !== 403)).toEqual([]);
    expect(other.faults).toEqual([]);
  } finally {
    await other.stop();
  }
});
