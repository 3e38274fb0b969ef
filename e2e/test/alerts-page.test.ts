import { request } from 'node:http';
import { Stack } from './support/stack.js';
import { Visitor } from './support/visitor.js';

const PAGE = '/a/callsight-calls-app/alerts';

let stack: Stack;
let visitor: Visitor;

beforeAll(async () => {
  stack = await Stack.start({ history: false });
  visitor = await Visitor.start(stack.grafanaUrl, { width: 1_480, height: 1_000 });
}, 180_000);

afterAll(async () => {
  await visitor.stop();
  await stack.stop();
});

test('the page of alerts is in the navigation, with its headline and the built-in thresholds', async () => {
  const { page } = visitor;
  await visitor.visit(PAGE);
  await page.getByRole('heading', { level: 1, name: 'Nothing is wrong' }).waitFor();
  await page.getByRole('button', { name: 'Nobody calls' }).waitFor();
  await visitor.picture('alerts');
  expect(visitor.faults).toEqual([]);
});

test('a threshold is chosen by its address, muted, and no longer', async () => {
  const { page } = visitor;
  await visitor.visit(`${PAGE}?threshold=call-errors`);
  const editor = page.getByRole('region', { name: 'Calls with errors', exact: true });
  await editor.getByText(/^The last 14 days:/).waitFor();
  await visitor.picture('alerts-threshold');
  await editor.getByRole('button', { name: 'Mute' }).click();
  await page.getByRole('menuitem', { name: 'For 1 hour' }).click();
  await editor.getByText('version 1').waitFor();
  await editor.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await editor.waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('threshold')).toBeNull();
  expect(visitor.faults).toEqual([]);
});

/** Paths that begin as a route of the plugin and would end at something else, if anybody resolved them. */
const DETOURS = ['..', '%2e%2e', '..%2f..%2fv1', '%2e%2e%2f%2e%2e%2fv1', '..%5c..', './/..'].map(
  (up) => `/api/plugin-proxy/callsight-calls-app/api/v1/dimensions/${up}/keys`,
);

test('the key of the pages opens no route that the plugin does not name, by no detour', async () => {
  const port = Number(new URL(stack.grafanaUrl).port);
  const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
  const keys = '/api/plugin-proxy/callsight-calls-app/api/v1/keys';
  for (const path of [keys, ...DETOURS]) {
    // Not by fetch, which resolves paths itself.
    const { status, body } = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      request({ port, path, headers: { authorization } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode, body: text }));
      })
        .on('error', reject)
        .end();
    });
    expect([path, status === 200 && body.includes('"keys"')]).toEqual([path, false]);
  }
});

test('checks and holidays are parts of the page, each with an address of its own', async () => {
  const { page } = visitor;
  await page.getByRole('tab', { name: 'Checks' }).click();
  await page.getByRole('heading', { name: 'Components' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`${PAGE}/checks`);
  await visitor.picture('alerts-checks');
  await page.getByRole('tab', { name: 'Holidays' }).click();
  await page.getByRole('button', { name: 'New calendar' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Components' }).waitFor();
  expect(visitor.faults).toEqual([]);
});
