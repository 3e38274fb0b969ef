import type { Page } from 'playwright-core';
import type { Harness } from '../harness';
import { queryService } from './query-service';
import { FUNNEL, FUNNEL_QUERY } from './fixtures';

interface QueryBody {
  readonly queries: readonly { readonly queryType: string; readonly calls?: Record<string, unknown> }[];
}

export function funnelDrillDown(get: () => Harness): void {
  let page: Page;

  const show = async (
    funnel: object = FUNNEL,
    filters: { key: string; operator: string; value: string }[] = [],
  ): Promise<void> => {
    page = await get().open();
    await page.evaluate((given) => window.harness.mountPanel(given), {
      width: 900,
      height: 360,
      queries: [{ ...FUNNEL_QUERY, funnel }],
      filters,
    });
    await page.locator('[data-cell]').first().waitFor();
  };
  const lastCalls = (): Record<string, unknown> | undefined =>
    (get().grafana.state.requests.at(-1) as QueryBody).queries[0]?.calls;
  const rows = () => page.getByRole('dialog').locator('tbody tr');

  beforeEach(() => {
    get().grafana.state.permissions = { 'datasources:explore': true };
    get().grafana.state.requests.splice(0);
  });
  afterEach(() => page.close());

  test('lists by mouse all calls that dropped, page by page', async () => {
    const expected = await queryService(get(), { funnel: FUNNEL });
    const dropped = Number(expected['dropped']?.[1]);
    await show();
    await page.locator('[data-cell="0-1-dropped"]').click();
    await rows().first().waitFor();
    expect(lastCalls()).toMatchObject({ funnel: FUNNEL, step: 'slot.offered', end: 'dropped' });
    for (let shown = 50; shown < dropped; shown += 50) {
      expect(await rows().count()).toBe(shown);
      await page.getByRole('button', { name: 'More calls' }).click();
      await page.waitForFunction((most) => document.querySelectorAll('[role="dialog"] tbody tr').length > most, shown);
    }
    expect(await rows().count()).toBe(dropped);
    expect(await page.getByRole('button', { name: 'More calls' }).count()).toBe(0);
  });

  test('opens and closes by keyboard, and gives the focus back', async () => {
    await show();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-cell'));
    expect(await focused()).toBe('0-0-reached');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('0-1-reached');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('0-1-dropped');
    await page.keyboard.press('End');
    expect(await focused()).toBe('0-3-converted');
    await page.keyboard.press('Enter');
    await rows().first().waitFor();
    expect(lastCalls()).toMatchObject({ step: 'booking.confirmed', end: 'converted' });
    // The drawer's first button has the focus: it closes.
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Close');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('0-3-converted');
  });

  test('keeps the segment and the filters of the dashboard', async () => {
    await show({ ...FUNNEL, breakdown: 'agent' }, [{ key: 'direction', operator: '=', value: 'inbound' }]);
    await page.locator('[data-cell="1-1-reached"]').click();
    await rows().first().waitFor();
    const { filters } = lastCalls() as { filters: { dimension: string; values: unknown[] }[] };
    expect(filters).toMatchObject([{ dimension: 'agent' }, { dimension: 'direction', values: ['inbound'] }]);
  });

  test('leads to Explore those who may go there', async () => {
    await show();
    await page.locator('[data-cell="0-2-reached"]').click();
    const href = await page.getByRole('link', { name: 'Open in Explore' }).getAttribute('href');
    const panes = JSON.parse(new URL(href ?? '', 'http://grafana').searchParams.get('panes') ?? '') as Record<
      string,
      QueryBody
    >;
    expect(panes['calls']?.queries[0]).toMatchObject({
      queryType: 'calls',
      calls: { step: 'slot.selected', end: 'reached' },
    });
    await page.close();
    get().grafana.state.permissions = {};
    await show();
    await page.locator('[data-cell="0-2-reached"]').click();
    await rows().first().waitFor();
    expect(await page.getByRole('link', { name: 'Open in Explore' }).count()).toBe(0);
  });

  test('says when single calls may not be listed', async () => {
    await show();
    get().grafana.state.answers.set('/api/ds/query', {
      status: 200,
      body: { results: { Calls: { status: 403, error: 'missing scope', frames: [] } } },
    });
    await page.locator('[data-cell="0-1-reached"]').click();
    await page.getByText('You may not list single calls.').waitFor();
    get().grafana.state.answers.clear();
  });
}
