import type { Page } from 'playwright-core';
import type { ReportInput } from '@callsight/contract/reports/report';
import type { Harness } from '../harness';
import { askService } from './ask-service';
import { REPORT } from './sample-report';
import { chooseOption } from './choose-option';

export function reportsPage(get: () => Harness): void {
  let page: Page;

  const service = askService(get);
  const stored = () => service<ReportInput & { version: number }>('GET', 'reports/browser');
  const show = async (path: string, options: Parameters<Harness['open']>[0] = {}): Promise<void> => {
    page = await get().open(options);
    await page.evaluate((to) => window.harness.mountApp(to), path);
  };
  const section = (name: RegExp) => page.getByRole('region', { name });
  const preview = async (): Promise<string> => {
    await page.locator('section[aria-label="Preview"][aria-busy="false"]').waitFor();
    return page.frameLocator('iframe[title^="Preview of"]').locator('body').innerText();
  };
  const isBusy = () => page.locator('section[aria-label="Preview"][aria-busy="true"]');

  const clear = async (): Promise<void> => {
    for (const { id } of (await service<{ schedules: { id: string }[] }>('GET', 'schedules')).schedules)
      await service('DELETE', `schedules/${id}`);
    for (const { id } of (await service<{ reports: { id: string }[] }>('GET', 'reports')).reports)
      await service('DELETE', `reports/${id}`);
  };

  beforeEach(async () => {
    await clear();
    await service('POST', 'reports', REPORT);
  });
  afterEach(async () => {
    const { grafana, link } = get();
    grafana.state.link = link;
    grafana.state.role = 'Admin';
    grafana.state.delayed.clear();
    await page.close();
  });
  afterAll(clear);

  test('metrics are added by keyboard with the picker of the query editor, and removed', async () => {
    await show('/reports/browser/edit');
    await section(/^Section 1/)
      .getByRole('button', { name: /^Key figures/ })
      .click();
    await chooseOption(section(/^Section 1/).getByRole('combobox', { name: 'Metrics' }), 'turns.latency.p95', /p95/);
    await section(/^Section 1/)
      .getByRole('button', { name: 'Remove Answer rate' })
      .click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^version 2/).waitFor();
    expect((await stored()).sections[0]).toEqual({ type: 'kpis', metrics: ['calls.count', 'turns.latency.p95'] });
  });

  test('a section without a metric is refused where it stands, and everything else stays as it was', async () => {
    await show('/reports/browser/edit');
    expect(await preview()).toContain('Answer rate');
    await section(/^Section 1/)
      .getByRole('button', { name: /^Key figures/ })
      .click();
    await section(/^Section 1/)
      .getByRole('button', { name: 'Remove Answer rate' })
      .click();
    await section(/^Section 1/)
      .getByRole('button', { name: 'Remove Calls' })
      .click();
    await section(/^Section 1/)
      .getByText(/array length/)
      .waitFor();
    await page.getByText('This is the report before the last change').waitFor();
    expect(await preview()).toContain('Answer rate');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The change was not taken').waitFor();
    expect((await stored()).version).toBe(1);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('The change was not taken').waitFor({ state: 'detached' });
  });

  test('typing is never held up by the preview, and only what was entered last is shown', async () => {
    await show('/reports/browser/edit');
    await preview();
    let release = (): void => undefined;
    const path = '/api/plugin-proxy/callsight-calls-app/api/v1/reports/render';
    get().grafana.state.delayed.set(path, new Promise((resolve) => (release = resolve)));
    const title = page.getByRole('textbox', { name: 'Title' }).first();
    const sent = page.waitForRequest((request) => request.url().includes('reports/render'));
    await title.fill('First');
    await sent;
    const abandoned = page.waitForEvent('requestfailed');
    await title.fill('Second');
    await isBusy().waitFor();
    expect(await page.frameLocator('iframe[title^="Preview of"]').locator('h1').innerText()).toBe('Browser');
    // The request for what is out of date is given up.
    expect((await abandoned).postData()).toContain('"First"');
    release();
    get().grafana.state.delayed.clear();
    expect(await preview()).toContain('Second');
  });

  test('a section is dragged to another place', async () => {
    await show('/reports/browser/edit');
    const handle = (name: RegExp) => section(name).getByTitle('Drag to another place');
    await handle(/^Section 1/).dragTo(section(/^Section 2/));
    await section(/^Section 2: Key figures/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^version 2/).waitFor();
    expect((await stored()).sections).toEqual([...REPORT.sections].reverse());
  });

  test('a preview is of a planned time, in the zone of the report', async () => {
    await show('/reports/browser/edit');
    await preview();
    await page.getByLabel('As planned for (empty: now)').fill('2026-11-20T08:00');
    await isBusy().waitFor();
    expect(await preview()).toMatch(/13\s–\s19\sNovember\s2026/);
  });

  test('the mail is shown as it is sent: subject, numbers, pictures', async () => {
    const line = { type: 'series', metrics: ['calls.count'], interval: '1d', chart: 'line' };
    await service('PUT', 'reports/browser', { ...REPORT, sections: [...REPORT.sections, line] });
    await show('/reports/browser/edit');
    await page.getByRole('radio', { name: 'Mail' }).check();
    const mail = page.frameLocator('iframe[title^="Mail of"]');
    await mail.locator('body').waitFor();
    expect(await mail.locator('body').innerText()).toContain('Answer rate');
    expect(await page.locator('dl').first().innerText()).toContain('Browser');
    const pictures = await mail
      .locator('img')
      .evaluateAll((images) =>
        images.map((image) => (image as HTMLImageElement).src.startsWith('data:image/png') && image.clientWidth > 0),
      );
    expect(pictures).toEqual([true]);
    await page.getByRole('textbox', { name: 'Title' }).first().fill('Renamed');
    await mail.getByText('Renamed').first().waitFor();
  });

  test('a preview is what a recipient with an own language gets', async () => {
    await service('POST', 'schedules', {
      id: 'browser',
      report: 'browser',
      cron: '0 8 * * 1',
      timezone: 'Europe/Berlin',
      formats: ['pdf'],
      recipients: [{ email: 'lea@example.com', locale: 'de' }],
    });
    await show('/reports/browser/edit');
    expect(await preview()).toContain('Key figures');
    await page.getByRole('combobox', { name: 'As seen by' }).click();
    await page.getByRole('option', { name: /lea@example\.com/ }).click();
    await isBusy().waitFor();
    expect(await preview()).toContain('Kennzahlen');
  });

  test('a colour is shown with the contrast of texts on it', async () => {
    await show('/reports/browser/edit');
    await page.getByRole('button', { name: 'Branding' }).click();
    await page.getByRole('textbox', { name: 'Name of the account' }).fill('Example Practice');
    await page.getByLabel('Colour of the band').fill('#808000');
    await page.getByText(/^Contrast 4\.\d : 1 is below 4\.5 : 1/).waitFor();
    await page.getByLabel('Colour of the band').fill('#1d4f8f');
    await page.getByText(/^Contrast 8\.\d : 1, easy to read/).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^version 2/).waitFor();
    expect((await stored()).branding).toEqual({ name: 'Example Practice', color: '#1d4f8f' });
    expect(await preview()).toContain('Example Practice');
  });

  test('a report is duplicated, and deleted after a question', async () => {
    await show('/reports/browser/edit');
    await page.getByRole('button', { name: 'Duplicate', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Copy of Browser' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete the report' }).click();
    expect(await service('GET', 'reports/copy-of-browser')).toMatchObject({ version: 1, sections: REPORT.sections });
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'Browser', exact: true }).waitFor();
    expect(await service('GET', 'reports/copy-of-browser')).toMatchObject({ error: { code: 'unknown_report' } });
  });

  test('a working day of the month, with a warning before a report of fixed days is repeated', async () => {
    await service('DELETE', 'reports/browser');
    const range = { from: '2026-11-01T00:00:00Z', to: '2026-11-08T00:00:00Z' };
    await service('POST', 'reports', { ...REPORT, range });
    await show('/reports/browser/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByText('The report is always about the same days').waitFor();
    await page.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'Last working day of the month' }).click();
    await page.getByLabel('At', { exact: true }).fill('17:30');
    await page.getByRole('form', { name: 'Schedule' }).getByRole('button', { name: 'Save' }).click();
    const name = 'last working day of the month at 17:30';
    await page.getByRole('article', { name }).waitFor();
    const { schedules } = await service<{ schedules: object[] }>('GET', 'schedules');
    expect(schedules).toMatchObject([{ report: 'browser', cron: '30 17 * * *', workday_of_month: 'last' }]);
    await page.getByRole('article', { name }).getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('article', { name }).getByText('paused').waitFor();
    await page
      .getByRole('article', { name })
      .getByRole('button', { name: /^Delete/ })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('It goes out to nobody by itself').waitFor();
  });

  test('a recipient has a time zone of their own, and none where it is that of the report', async () => {
    await service('POST', 'schedules', {
      id: 'browser',
      report: 'browser',
      cron: '0 8 * * 1',
      timezone: 'Europe/Berlin',
      formats: ['pdf'],
      recipients: [{ email: 'lea@example.com' }],
    });
    const recipients = async () =>
      (await service<{ schedules: { recipients: object[] }[] }>('GET', 'schedules')).schedules[0]?.recipients;
    const choose = async (zone: string): Promise<void> => {
      await page.getByRole('button', { name: 'Change' }).click();
      const row = page.getByRole('listitem', { name: 'lea@example.com' });
      await row.getByRole('button', { name: /As everybody|Own view/ }).click();
      await row.getByRole('combobox', { name: 'Time zone' }).click();
      await page.keyboard.insertText(zone);
      await page.getByRole('option', { name: new RegExp(zone) }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('form', { name: 'Schedule' }).getByRole('button', { name: 'Save' }).click();
      await page.getByRole('form', { name: 'Schedule' }).waitFor({ state: 'detached' });
    };
    await show('/reports/browser/schedules', { width: 390, height: 844, theme: 'light' });
    await choose('New York');
    expect(await recipients()).toEqual([{ email: 'lea@example.com', timezone: 'America/New_York' }]);
    await choose('Berlin');
    expect(await recipients()).toEqual([{ email: 'lea@example.com' }]);
  });

  test('what cannot be scheduled is refused in the words of the service', async () => {
    await show('/reports/browser/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('combobox', { name: 'Runs' }).click();
    await page.getByRole('option', { name: 'As a cron expression' }).click();
    await page.getByRole('textbox', { name: 'Minute, hour, day, month, weekday' }).fill('0 8 31 2 *');
    await page.getByText('This cannot be scheduled').waitFor();
    await page.getByText(/never comes/).waitFor();
  });

  test('a viewer sees reports and changes nothing', async () => {
    get().grafana.state.role = 'Viewer';
    await show('/reports/browser/edit');
    expect(await preview()).toContain('Answer rate');
    for (const name of ['Save', 'Run now', 'Add section'])
      expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
    await page.evaluate(() => window.harness.mountApp('/reports/new'));
    await page.getByText('Reports are made by editors.').waitFor();
  });

  test('a key that only reads is named, with the way to another one', async () => {
    const { key } = await service<{ key: string }>('POST', 'keys', { name: 'reports', scopes: ['query'] });
    get().grafana.state.link = { ...get().link, key };
    await show('/reports/browser/edit');
    await page.getByRole('textbox', { name: 'Title' }).first().fill('Other');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Changes need a key with the scope “reports”').waitFor();
  });

  test('a service that is away is no empty list', async () => {
    get().grafana.state.link = { ...get().link, url: 'http://127.0.0.1:9' };
    await show('/reports');
    await page.getByText('The reports could not be read').waitFor();
    expect(await page.getByText('There is no report yet').count()).toBe(0);
  });

  test.each([
    ['/reports', 'dark', 'Browser'],
    ['/reports/new', 'light', 'Weekly call report'],
    ['/reports/browser/edit', 'dark', 'Sections'],
    ['/reports/browser/schedules', 'light', 'New schedule'],
    ['/reports/browser/history', 'dark', 'It has not been run yet.'],
    ['/reports/browser/versions', 'light', 'the oldest that is kept'],
  ] as const)('%s fits on a phone (%s)', async (path, theme, text) => {
    await show(path, { width: 390, height: 844, theme });
    await page.getByText(text, { exact: true }).first().waitFor();
    if (path.endsWith('edit')) {
      await section(/^Section 1/)
        .getByRole('button', { name: /^Key figures/ })
        .click();
      await section(/^Section 2/)
        .getByRole('button', { name: /^Calls/ })
        .click();
    }
    if (path.endsWith('schedules')) await page.getByRole('button', { name: 'New schedule' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
