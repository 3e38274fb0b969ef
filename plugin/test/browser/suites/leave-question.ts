import type { Page } from 'playwright-core';
import type { Harness } from '../harness';
import { askService } from './ask-service';
import { REPORT } from './sample-report';

export function leaveQuestion(get: () => Harness): void {
  let page: Page;

  const service = askService(get);
  const show = async (path: string, options: Parameters<Harness['open']>[0] = {}): Promise<void> => {
    page = await get().open(options);
    await page.evaluate((to) => window.harness.mountApp(to), path);
  };

  afterEach(async () => {
    await page.close();
    for (const { id } of (await service<{ reports: { id: string }[] }>('GET', 'reports')).reports)
      await service('DELETE', `reports/${id}`);
  });

  test('a question comes before unsaved entries are lost', async () => {
    const leave = () => page.evaluate(() => window.harness.goTo('/a/callsight-calls-app/alerts'));
    await service('POST', 'reports', REPORT);
    await show('/reports/browser/edit');
    await page.getByRole('textbox', { name: 'Title' }).first().fill('Other');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('It has not been run yet.').waitFor();
    await leave();
    await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
    expect(new URL(page.url()).pathname).toBe('/a/callsight-calls-app/reports/browser/history');
    const asked = page.waitForEvent('dialog');
    await page.evaluate(() => void setTimeout(() => window.location.reload()));
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();
    await leave();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await page.waitForURL('**/a/callsight-calls-app/alerts');
  });

  test('a schedule that is entered stays while one goes from report to report, and is asked about', async () => {
    await service('POST', 'reports', REPORT);
    await show('/reports/browser/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('form', { name: 'Schedule' }).getByRole('textbox', { name: 'Name' }).fill('Half entered');
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('It has not been run yet.').waitFor();
    await page.getByRole('tab', { name: 'Schedules' }).click();
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Half entered');
    await page.evaluate(() => window.harness.goTo('/a/callsight-calls-app/alerts'));
    await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.evaluate(() => window.harness.goTo('/a/callsight-calls-app/alerts'));
    await page.waitForURL('**/a/callsight-calls-app/alerts');
  });
}
