import type { Page } from 'playwright-core';
import type { Run } from '@callsight/contract/reports/run';
import type { Harness } from '../harness';
import { askService } from './ask-service';
import { REPORT } from './sample-report';

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

export function reportHistory(get: () => Harness): void {
  let page: Page;

  const service = askService(get);
  const show = async (path: string, options: Parameters<Harness['open']>[0] = {}): Promise<void> => {
    page = await get().open(options);
    await page.evaluate((to) => window.harness.mountApp(to), path);
  };

  /** The run once it will not change by itself any more. */
  const settled = async (id: string): Promise<Run> => {
    for (;;) {
      const run = await service<Run>('GET', `runs/${id}`);
      if (run.finished_at !== null) return run;
    }
  };

  afterEach(async () => {
    await page.close();
    for (const { id } of (await service<{ reports: { id: string }[] }>('GET', 'reports')).reports)
      await service('DELETE', `reports/${id}`);
  });

  test('two runs are compared: what was asked, and the numbers', async () => {
    // Runs stay when their report is deleted.
    const id = 'compared';
    const run = async (days: number): Promise<void> => {
      const made = await service<Run>('POST', `reports/${id}/runs`, { formats: ['csv'], planned_at: daysAgo(days) });
      expect((await settled(made.id)).status).toBe('succeeded');
    };
    await service('POST', 'reports', { ...REPORT, id });
    await run(1);
    await service('PUT', `reports/${id}`, { ...REPORT, id, title: 'Renamed' });
    await run(3);
    await show(`/reports/${id}/history`, { theme: 'light' });
    for (const [index, name] of ['Before is the run that is chosen here', 'Before is this run'].entries()) {
      const card = page.getByRole('article').nth(index);
      if (index > 0) await card.getByRole('button', { expanded: false }).click();
      await card.getByRole('button', { name: 'Compare' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(name).waitFor();
      const definition = dialog.getByRole('region', { name: 'Definition' });
      await definition.getByRole('row', { name: 'title Browser Renamed' }).waitFor();
      const calls = dialog.getByRole('row', { name: /^Key figures Calls / });
      const [before = 0, after = 0, difference] = (await calls.getByRole('cell').allInnerTexts())
        .slice(-3)
        .map((text) => Number(text.replaceAll(',', '')));
      expect(before).toBeGreaterThan(after);
      expect(difference).toBe(after - before);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await page.keyboard.press('Escape');
    }
  });

  test('a run is made again as it was, and sent again only to those who have not got it', async () => {
    const id = 'again';
    await service('POST', 'reports', { ...REPORT, id });
    const first = await service<Run>('POST', `reports/${id}/runs`, {
      formats: ['csv'],
      planned_at: daysAgo(2),
      recipients: [{ email: 'lea@example.com' }],
    });
    expect((await settled(first.id)).deliveries).toMatchObject([{ to: 'lea@example.com', status: 'failed' }]);
    await service('PUT', `reports/${id}`, { ...REPORT, id, title: 'Renamed' });
    await show(`/reports/${id}/history`);
    const sent = page.waitForRequest((request) => request.url().endsWith(`/runs/${first.id}/resend`));
    await page.getByRole('button', { name: 'Send again to those who have not got it' }).click();
    expect((await sent).postDataJSON()).toEqual({ only: 'failed' });
    await settled(first.id);
    await page.getByRole('button', { name: 'Run again as it was' }).click();
    await page.getByRole('article').nth(1).waitFor();
    const { runs } = await service<{ runs: Run[] }>('GET', `reports/${id}/runs`);
    expect(runs.map(({ planned_at: at, definition_version: version }) => [at, version])).toEqual([
      [first.planned_at, 1],
      [first.planned_at, 1],
    ]);
  });
}
