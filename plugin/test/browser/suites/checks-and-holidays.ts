import type { Page } from 'playwright-core';
import type { Harness } from '../harness';
import { askService } from './ask-service';

export function checksAndHolidays(get: () => Harness): void {
  let page: Page;

  const service = askService(get);
  const show = async (path: string): Promise<void> => {
    page = await get().open();
    await page.evaluate((to) => window.harness.mountApp(to), path);
  };
  const chosen = (title: string) => page.getByRole('region', { name: title, exact: true });
  const row = (title: string) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: title, exact: true }) });

  afterEach(() => page.close());

  test('a check is made, run and deleted', async () => {
    await show('/alerts/checks');
    await page.getByText('There is none yet.').waitFor();
    await page.getByRole('button', { name: 'New check' }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: /^TCP/ }).click();
    await form.getByRole('textbox', { name: 'Component' }).fill('crm');
    await form.getByRole('textbox', { name: 'Target' }).fill('127.0.0.1:9');
    await form.getByRole('textbox', { name: 'Every' }).fill('10m');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    const made = page.getByRole('row').filter({ hasText: 'crm-tcp' });
    await made.getByRole('button', { name: 'Run now' }).click();
    // Addresses of private networks are refused unless they are allowed.
    await made.getByText('down', { exact: true }).waitFor();
    const [result] = (await service<{ results: { reason: string }[] }>('GET', 'checks/crm-tcp/results?limit=1'))
      .results;
    expect(await made.innerText()).toContain(result?.reason);
    await made.getByRole('button', { name: 'Delete crm-tcp' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await made.waitFor({ state: 'detached' });
    expect((await service<{ checks: unknown[] }>('GET', 'checks')).checks).toEqual([]);
  });

  test('holidays are typed, refused with their line, and offered to schedules', async () => {
    await show('/alerts/holidays');
    await page.getByRole('button', { name: 'New calendar' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Holidays in Berlin');
    const days = page.getByRole('textbox', { name: 'Days' });
    await days.fill('2098-12-25 Christmas Day\n31.12.2098 Closed');
    await page.getByText('Line 2: a day and what it is').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await days.fill('2098-12-25 Christmas Day\n2098-12-31 – 2099-01-01 Closed');
    await page.getByRole('button', { name: 'Save' }).click();
    const card = page.getByRole('article', { name: 'Holidays in Berlin' });
    await card.getByText('Thu 25 Dec 2098').waitFor();
    expect(await service('GET', 'calendars/holidays-in-berlin')).toMatchObject({
      days: [
        { date: '2098-12-25', title: 'Christmas Day' },
        { from: '2098-12-31', to: '2099-01-01', title: 'Closed' },
      ],
    });
    await page.getByRole('tab', { name: 'Thresholds' }).click();
    await row('More calls than usual').click();
    const editor = chosen('More calls than usual');
    await editor.getByRole('button', { name: 'Hours, minimum, owner' }).click();
    await editor.getByRole('switch', { name: 'Only within these hours' }).press('Space');
    await editor.getByRole('combobox', { name: 'Not on the days of' }).click();
    await page.getByRole('option', { name: 'Holidays in Berlin' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Holidays' }).click();
    await card.getByRole('button', { name: 'Delete Holidays in Berlin' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await card.waitFor({ state: 'detached' });
  });
}
