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
