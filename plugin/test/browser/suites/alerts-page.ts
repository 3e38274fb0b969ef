import type { Page } from 'playwright-core';
import type { ThresholdInput, ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { incidentsOf } from '../../../src/app/pages/alerts/model/incidents';
import type { Harness } from '../harness';
import { askService } from './ask-service';
import { chooseOption } from './choose-option';

/** Critical in every group: the calls of the tests end two hours ago, and a day is looked at. */
const MANY_CALLS: ThresholdInput = {
  id: 'many-calls',
  title: 'Many calls',
  metric: 'calls.count',
  groupBy: ['agent'],
  kind: 'fixed',
  comparison: 'plain',
  direction: 'above',
  limit: { critical: 1 },
  window: '24h',
};

const DAY_MS = 86_400_000;

export function alertsPage(get: () => Harness): void {
  let page: Page;

  const service = askService(get);
  const stored = (id: string) => service<ThresholdInput & { version: number }>('GET', `thresholds/${id}`);
  const show = async (path: string, options: Parameters<Harness['open']>[0] = {}): Promise<void> => {
    page = await get().open(options);
    await page.evaluate((to) => window.harness.mountApp(to), path);
  };
  const chosen = (title: string) => page.getByRole('region', { name: title, exact: true });
  const row = (title: string) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: title, exact: true }) });

  afterEach(async () => {
    get().grafana.state.link = get().link;
    get().grafana.state.role = 'Admin';
    await page.close();
  });
  afterAll(async () => {
    for (const id of ['many-calls', 'slow-answers', 'noisy-calls']) await service('DELETE', `thresholds/${id}`);
  });

  describe('with something wrong', () => {
    beforeAll(() => service('POST', 'thresholds', MANY_CALLS));

    test('says what is wrong, since when and with which numbers, and leads to the calls', async () => {
      await show('/alerts');
      await page.getByRole('heading', { name: 'One thing is wrong' }).waitFor();
      const [state] = await service<{ group: { agent: string }; value: number; level: string }[]>(
        'GET',
        'thresholds/many-calls/state',
      );
      expect(state?.level).toBe('critical');
      const card = page.getByRole('article', { name: 'Many calls' });
      expect(await card.innerText()).toContain(`${state?.group.agent}: ${state?.value}, limit 1`);
      expect(await card.innerText()).toMatch(/since .+, \d+ (min|h)/);
      const href = await card.getByRole('link', { name: 'Dashboard' }).getAttribute('href');
      const filter = `var-filters=agent%7C%3D%7C${state?.group.agent}`;
      expect(href).toMatch(new RegExp(`^/d/callsight-calls\\?from=\\d+&to=\\d+&${filter}$`));
      const calls = await card.getByRole('link', { name: 'Calls' }).getAttribute('href');
      expect(calls).toMatch(new RegExp(`^/d/callsight-calls\\?from=\\d+&to=\\d+&${filter}&viewPanel=panel-\\d+$`));
      expect(await row('Many calls').innerText()).toContain('1');
    });

    test('a preview says what the service says, and its line is read by keyboard', async () => {
      await show('/alerts?threshold=many-calls');
      const preview = chosen('Many calls').getByRole('region', { name: 'Preview' });
      const title = preview.getByText(/^The last 14 days: it would have fired/);
      await title.waitFor();
      const to = Math.floor(Date.now() / 60_000) * 60_000;
      const { episodes } = await service<ThresholdPreview>('POST', 'thresholds/preview', {
        threshold: MANY_CALLS,
        from: new Date(to - 14 * DAY_MS).toISOString(),
        to: new Date(to).toISOString(),
      });
      const groups = [...new Set(episodes.map(({ group }) => group['agent']))];
      const incidents = groups.flatMap((agent) =>
        incidentsOf(episodes.filter(({ group }) => group['agent'] === agent)),
      );
      expect(await title.innerText()).toBe(
        `The last 14 days: it would have fired ${incidents.length} times, in ${groups.length} of ${groups.length} groups`,
      );
      const chart = preview.getByRole('slider');
      await chart.focus();
      const last = await chart.getAttribute('aria-valuetext');
      await page.keyboard.press('ArrowLeft');
      expect(await chart.getAttribute('aria-valuetext')).not.toBe(last);
      await page.keyboard.press('Home');
      expect(await chart.getAttribute('aria-valuetext')).toMatch(/^\w{3} \d+ \w{3} \d\d:\d\d: .*limit 1$/);
    });

    test('is muted for an hour, and no longer', async () => {
      await show('/alerts');
      const card = page.getByRole('article', { name: 'Many calls' });
      await card.getByRole('button', { name: 'Mute' }).click();
      const before = Date.now();
      await page.getByRole('menuitem', { name: 'For 1 hour' }).click();
      await card.waitFor({ state: 'detached' });
      await row('Many calls')
        .getByText(/^muted until/)
        .waitFor();
      const until = Date.parse((await stored('many-calls')).mute_until ?? '');
      expect(until - before).toBeGreaterThan(3_600_000 - 1_000);
      expect(until - Date.now()).toBeLessThanOrEqual(3_600_000);
      await row('Many calls').click();
      await chosen('Many calls').getByRole('button', { name: 'Mute' }).click();
      await page.getByRole('menuitem', { name: 'No longer mute' }).click();
      await card.waitFor();
      expect(await stored('many-calls')).not.toHaveProperty('mute_until');
    });

    test('is deleted after a question', async () => {
      await show('/alerts?threshold=many-calls');
      await chosen('Many calls').getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await row('Many calls').waitFor({ state: 'detached' });
      expect(await stored('many-calls')).toMatchObject({ error: { code: 'unknown_threshold' } });
    });
  });

  test('one that fires too often is marked, and takes the limit at which it would have been quiet', async () => {
    const noisy = { ...MANY_CALLS, id: 'noisy-calls', title: 'Noisy calls', groupBy: [], window: '5m' };
    await service('POST', 'thresholds', noisy);
    const [state] = await service<{ noisy: boolean; fired_24h: number; proposed_limit: number }[]>(
      'GET',
      'thresholds/noisy-calls/state',
    );
    expect(state).toMatchObject({ noisy: true, proposed_limit: expect.any(Number) as number });
    await show('/alerts?threshold=noisy-calls');
    await row('Noisy calls').getByText('noisy', { exact: true }).waitFor();
    const editor = chosen('Noisy calls');
    await editor.getByText(`Noisy: it fired ${state?.fired_24h} times within 24 hours`).waitFor();
    await editor.getByRole('button', { name: 'Take this limit' }).click();
    const limit = editor.getByRole('spinbutton', { name: 'Is critical beyond' });
    expect(Number(await limit.inputValue())).toBe(state?.proposed_limit);
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.getByText('version 2').waitFor();
    await editor.getByText(/^Noisy:/).waitFor({ state: 'detached' });
    expect(await service('GET', 'thresholds/noisy-calls/state')).toMatchObject([{ fired_24h: 0 }]);
  });

  test('a threshold is made by keyboard, with its limit in the unit that people read', async () => {
    await show('/alerts');
    await page.getByRole('button', { name: 'New threshold' }).first().click();
    const editor = chosen('New threshold');
    await editor.getByText('Choose a metric: what it would have done').waitFor();
    await chooseOption(editor.getByRole('combobox', { name: 'Metric' }), 'calls.answer_rate', /Answer rate/);
    await editor.getByRole('textbox', { name: 'Name' }).fill('Slow answers');
    const made = chosen('Slow answers');
    await made.getByRole('radio', { name: 'A limit' }).check();
    await made.getByText('Enter a limit: what it would have done').waitFor();
    await made.getByRole('radio', { name: 'Less' }).check();
    await made.getByRole('spinbutton', { name: 'Is critical beyond' }).fill('7');
    await made.getByText(/^The last 14 days:/).waitFor();
    await made.getByRole('button', { name: 'Save' }).click();
    await row('Slow answers').waitFor();
    await made.getByText(/version 1/).waitFor();
    expect(new URL(page.url()).searchParams.get('threshold')).toBe('slow-answers');
    expect(await stored('slow-answers')).toMatchObject({
      id: 'slow-answers',
      title: 'Slow answers',
      metric: 'calls.answer_rate',
      kind: 'fixed',
      direction: 'below',
      limit: { critical: 0.07 },
    });
  });

  test('a built-in one is changed, also its hours, and brought back', async () => {
    await show('/alerts?threshold=callers-give-up');
    const editor = chosen('Callers give up');
    await editor.getByText(/built in/).waitFor();
    expect(await editor.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await editor.getByRole('radio', { name: 'Keen' }).check();
    await row('Callers give up').getByText('not saved').waitFor();
    await editor.getByRole('button', { name: 'Hours, minimum, owner' }).click();
    await editor.getByRole('switch', { name: 'Only within these hours' }).press('Space');
    await editor.getByRole('checkbox', { name: 'Fri' }).uncheck();
    await editor.getByLabel('To', { exact: true }).fill('00:00');
    await editor.getByRole('spinbutton', { name: 'At least so far from usual' }).fill('30');
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.getByText(/version 1/).waitFor();
    expect(await stored('callers-give-up')).toMatchObject({
      sensitivity: 'keen',
      minimum: { effect: 0.3 },
      schedule: { weekdays: [1, 2, 3, 4], from: '08:00', to: '24:00' },
    });
    await editor.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await editor.getByText(/version 1/).waitFor({ state: 'detached' });
    await row('Callers give up').waitFor();
    expect((await stored('callers-give-up')).version).toBe(0);
  });

  test('what the service refuses is said in its words, and nothing that was entered is lost', async () => {
    await show('/alerts?threshold=more-calls');
    const editor = chosen('More calls than usual');
    await chooseOption(editor.getByRole('combobox', { name: 'Metric' }), 'revenue.sum', /revenue\.sum/);
    await editor.getByText('This threshold cannot be judged').waitFor();
    await editor
      .getByText(/usual watches a count/)
      .first()
      .waitFor();
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.getByText('The change was not taken').waitFor();
    await row('Nobody calls').click();
    await row('More calls than usual').getByText('not saved').waitFor();
    await row('More calls than usual').click();
    await editor.getByRole('button', { name: 'Discard' }).click();
    await row('More calls than usual').getByText('not saved').waitFor({ state: 'detached' });
    expect(await editor.getByRole('combobox', { name: 'Metric' }).inputValue()).toBe('Offered calls');
  });

  test('a viewer sees everything and changes nothing', async () => {
    get().grafana.state.role = 'Viewer';
    await show('/alerts?threshold=more-calls');
    const editor = chosen('More calls than usual');
    await editor.getByText(/^The last 14 days:/).waitFor();
    expect(await editor.getByRole('textbox', { name: 'Name' }).isDisabled()).toBe(true);
    expect(await editor.getByRole('button', { name: 'Mute' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'New threshold' }).count()).toBe(0);
    // The proxy refuses, whatever the page offers.
    const status = await page.evaluate(async () => {
      const url = '/api/plugin-proxy/callsight-calls-app/api/v1/thresholds/more-calls';
      return (await fetch(url, { method: 'DELETE' })).status;
    });
    expect(status).toBe(403);
  });

  test('a key that only reads is named, with the way to another one', async () => {
    const { key } = await service<{ key: string }>('POST', 'keys', { name: 'reader', scopes: ['query'] });
    get().grafana.state.link = { ...get().link, key };
    await show('/alerts?threshold=more-calls');
    const editor = chosen('More calls than usual');
    await editor.getByRole('radio', { name: 'Calm' }).check();
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.getByText('Changes need a key with the scope “admin”').waitFor();
    expect(await editor.getByRole('link', { name: 'Configuration of the app' }).getAttribute('href')).toContain(
      '/plugins/callsight-calls-app',
    );
  });

  test('a service that is away is no good news', async () => {
    get().grafana.state.link = { ...get().link, url: 'http://127.0.0.1:9' };
    await show('/alerts');
    await page.getByText('How things are now is not known').waitFor();
    expect(await page.getByText('Nothing is wrong').count()).toBe(0);
  });

  test('an address of a threshold that is none says so', async () => {
    await show('/alerts?threshold=nowhere');
    await page.getByText('There is no threshold “nowhere”.').waitFor();
  });

  test.each([
    ['/alerts', 'dark'],
    ['/alerts?threshold=slow-agents', 'light'],
    ['/alerts?threshold=lines-nearly-full', 'dark'],
    ['/alerts/checks', 'light'],
    ['/alerts/holidays', 'dark'],
  ] as const)('%s fits on a phone (%s)', async (path, theme) => {
    await show(path, { width: 390, height: 844, theme });
    await page.getByText(/thresholds watch/).waitFor();
    if (path.includes('threshold=')) {
      // The detail takes the place of the list, and is where the keyboard is.
      await page.getByText(/^The last 14 days:/).waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
      expect(await row('Nobody calls').isVisible()).toBe(false);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    if (path.includes('threshold=')) {
      await page.getByRole('button', { name: 'All thresholds' }).click();
      await row('Nobody calls').waitFor();
    }
  });
}
