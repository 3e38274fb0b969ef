import type { Page } from 'playwright-core';
import type { Harness } from '../harness';
import { chooseOption } from './choose-option';

const TYPES = [
  'metrics',
  'funnel',
  'abandonment',
  'paths',
  'attribution',
  'segments',
  'calls',
  'annotations',
  'thresholds',
];

export function queryEditor(get: () => Harness): void {
  let page: Page;

  const show = async (query: object): Promise<void> => {
    page = await get().open();
    await page.evaluate((given) => window.harness.mountQueryEditor(given), query);
    await page.getByTestId('editor').waitFor();
  };
  const edited = () => page.evaluate(() => window.edited as Record<string, unknown>);
  const until = (text: string) => page.waitForFunction((part) => JSON.stringify(window.edited).includes(part), text);

  const choose = (label: string, text: string, option: string | RegExp): Promise<void> =>
    chooseOption(page.getByRole('combobox', { name: label }).first(), text, option);

  afterEach(() => page.close());

  test.each(TYPES)('each field of %s has a label', async (queryType) => {
    await show({ queryType, version: 1 });
    await page.getByRole('combobox').first().waitFor();
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('#app input:not([type="hidden"]):not([type="radio"])')]
        .filter((input) => (input.labels?.length ?? 0) === 0 && !input.hasAttribute('aria-label'))
        .map((input) => input.outerHTML),
    );
    expect(nameless).toEqual([]);
  });

  test('a metric is found by what it says and added by keyboard', async () => {
    await show({ queryType: 'metrics', version: 1, metrics: ['calls.count'], interval: 'auto' });
    await choose('Metrics', 'calls.answer_rate', /Answer rate/);
    await until('calls.answer_rate');
    expect(await edited()).toMatchObject({ metrics: ['calls.count', 'calls.answer_rate'], interval: 'auto' });
  });

  test('an option tells unit and good direction', async () => {
    await show({ queryType: 'metrics', version: 1 });
    await page.getByRole('combobox', { name: 'Metrics' }).fill('calls.answer_rate');
    const option = page.getByRole('option', { name: /Answer rate/ }).first();
    await option.waitFor();
    expect(await option.innerText()).toMatch(/calls\.answer_rate · % · ↑ more is better/);
  });

  test('what is typed before the catalogue is there is answered when it is', async () => {
    const { delayed } = get().grafana.state;
    let release = (): void => {};
    delayed.set(
      '/api/datasources/uid/callsight/resources/catalogue',
      new Promise<void>((resolve) => (release = resolve)),
    );
    await show({ queryType: 'metrics', version: 1 });
    await page.clock.install();
    await page.getByRole('combobox', { name: 'Metrics' }).fill('calls.answer_rate');
    // The list asks some time after the last letter.
    await page.clock.runFor(5_000);
    release();
    delayed.clear();
    await page
      .getByRole('option', { name: /Answer rate/ })
      .first()
      .waitFor();
  });

  test('only dimensions that all chosen metrics have are offered', async () => {
    for (const metrics of [['calls.count'], ['calls.count', 'bookings.confirmed']]) {
      await show({ queryType: 'metrics', version: 1, metrics });
      // Its title says that the catalogue is there.
      await page.getByText('Calls', { exact: true }).waitFor();
      await page.getByRole('combobox', { name: 'Group by' }).fill('transferred');
      await page.getByRole('option').first().waitFor();
      const offered = await page.getByRole('option').allInnerTexts();
      expect(offered.some((text) => text.includes('transferred ·'))).toBe(metrics.length === 1);
      if (metrics.length === 1) await page.close();
    }
  });

  test('what is usual can be asked for, and says where it cannot', async () => {
    await show({ queryType: 'metrics', version: 1, metrics: ['calls.count'], interval: '1h' });
    const usual = page.getByRole('switch', { name: 'Usual range' });
    // The box lies under what draws it.
    await usual.check({ force: true });
    await until('"baseline":true');
    await choose('Interval', '2w', /2w/);
    await until('"interval":"2w"');
    expect(await edited()).not.toHaveProperty('baseline');
    await page.getByText('Only for intervals up to a day, or of a week').waitFor();
    expect(await usual.isDisabled()).toBe(true);
    await choose('Interval', '1d', /1d/);
    await until('"interval":"1d"');
    await usual.check({ force: true });
    await until('"baseline":true');
    await usual.uncheck({ force: true });
    await page.waitForFunction(() => !JSON.stringify(window.edited).includes('baseline'));
  });

  test('values of a filter are loaded when they are asked for', async () => {
    const urls: string[] = [];
    await show({ queryType: 'metrics', version: 1, metrics: ['calls.count'] });
    page.on('request', (request) => urls.push(request.url()));
    await page.getByRole('button', { name: 'Add filter' }).click();
    await choose('Dimension', 'direction', /Direction/);
    expect(urls.filter((url) => url.includes('/values'))).toEqual([]);
    await choose('Values', '', 'inbound');
    await until('inbound');
    expect(urls.some((url) => url.includes('/resources/dimensions/direction/values?from='))).toBe(true);
    expect(await edited()).toMatchObject({ filters: [{ dimension: 'direction', op: 'in', values: ['inbound'] }] });
  });

  test('a value that has not occurred can be typed', async () => {
    await show({
      queryType: 'metrics',
      version: 1,
      metrics: ['calls.count'],
      filters: [{ dimension: 'agent', op: 'in', values: ['$agent'] }],
    });
    await choose('Values', 'nobody', /nobody/);
    await until('nobody');
    expect(await edited()).toMatchObject({ filters: [{ values: ['$agent', 'nobody'] }] });
  });

  test('a type keeps what was entered for it', async () => {
    await show({ queryType: 'metrics', version: 1, metrics: ['calls.answered'] });
    await choose('Query type', 'Funnel', /Funnel/);
    await until('"queryType":"funnel"');
    expect(await edited()).toMatchObject({ funnel: { id: 'appointment' }, metrics: ['calls.answered'] });
    await choose('Query type', 'Metrics', /Metrics/);
    await until('"queryType":"metrics"');
    expect(await edited()).toMatchObject({ metrics: ['calls.answered'] });
  });

  test('steps are moved by keyboard, and the focus goes with them', async () => {
    await show({
      queryType: 'funnel',
      version: 1,
      funnel: { steps: ['call.started', 'call.answered', 'booking.confirmed'] },
    });
    await page.getByRole('button', { name: 'Move step 1 down' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await until('"call.answered","booking.confirmed","call.started"');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move step 3 up');
    await page.getByRole('button', { name: 'Remove step 1' }).click();
    expect(await edited()).toMatchObject({ funnel: { steps: ['booking.confirmed', 'call.started'] } });
  });

  test('a limit that cannot be read is said and not asked', async () => {
    await show({ queryType: 'funnel', version: 1, funnel: { steps: ['call.started', 'call.answered'] } });
    const window = page.getByRole('textbox', { name: 'Window' });
    await window.fill('soon');
    await page.keyboard.press('Tab');
    await page.getByText('A number and a unit').waitFor();
    expect(await edited()).toMatchObject({ funnel: { steps: ['call.started', 'call.answered'] } });
    await window.fill('2h');
    await page.keyboard.press('Enter');
    await until('"window":"2h"');
  });

  test('a cell of a funnel is shown and can be left', async () => {
    await show({
      queryType: 'calls',
      version: 1,
      calls: { funnel: { id: 'appointment' }, step: 'slot.offered', end: 'dropped' },
    });
    await page.getByText('End: dropped').waitFor();
    await page.getByRole('button', { name: 'List all calls instead of this cell' }).click();
    expect(await edited()).toMatchObject({ calls: {} });
    expect(JSON.stringify(await edited())).not.toContain('slot.offered');
  });

  test('says in words that nothing can be offered, and tries again', async () => {
    const { answers } = get().grafana.state;
    answers.set('/api/datasources/uid/callsight/resources', { status: 502, body: { message: 'Plugin unavailable' } });
    await show({ queryType: 'metrics', version: 1, metrics: ['calls.count'] });
    await page.getByText('The catalogue of metrics and dimensions could not be loaded').waitFor();
    await page.getByText('Plugin unavailable').waitFor();
    answers.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The catalogue of metrics and dimensions could not be loaded').waitFor({ state: 'detached' });
  });
}
