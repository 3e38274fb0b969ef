import type { Page } from 'playwright-core';
import type { Harness } from '../harness';

interface QueryBody {
  readonly queries: readonly Record<string, unknown>[];
}

export function dashboard(get: () => Harness): void {
  let page: Page;

  beforeEach(async () => {
    page = await get().open();
  });
  afterEach(() => page.close());

  test('variables list values, metrics, dimensions, funnels and steps', async () => {
    const options = (query: object) =>
      page.evaluate(
        (given) => window.harness.variableOptions(given) as Promise<{ text: string; value: string }[]>,
        query,
      );
    expect(await options({ kind: 'values', dimension: 'direction' })).toContainEqual({
      text: 'inbound',
      value: 'inbound',
    });
    expect(await options({ kind: 'values', dimension: 'agent', limit: 1 })).toHaveLength(1);
    expect(await options({ kind: 'metrics', search: 'answer rate' })).toContainEqual({
      text: 'Answer rate',
      value: 'calls.answer_rate',
    });
    expect(await options({ kind: 'funnels' })).toContainEqual({ text: 'Appointments', value: 'appointment' });
    expect(await options({ kind: 'steps', search: 'slot.off' })).toEqual([
      { text: 'Slot offered', value: 'slot.offered' },
    ]);
    expect(await options({ kind: 'dimensions', search: 'direction' })).toContainEqual({
      text: 'Direction',
      value: 'direction',
    });
  });

  test('the editor of a variable offers dimensions', async () => {
    await page.evaluate(() => window.harness.mountVariableEditor({}));
    const dimension = page.getByRole('combobox', { name: 'Dimension' });
    await dimension.click();
    await dimension.fill('agent_version');
    await page
      .getByRole('option', { name: /agent_version/ })
      .first()
      .click();
    await page.waitForFunction(() => JSON.stringify(window.edited).includes('agent_version'));
    expect(await page.evaluate(() => window.edited)).toMatchObject({ kind: 'values', dimension: 'agent_version' });
  });

  test('the editor of an annotation asks for annotations only', async () => {
    await page.evaluate(() => window.harness.mountAnnotationEditor({}));
    await page.getByRole('combobox', { name: 'Kinds' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Query type' }).count()).toBe(0);
    expect(await page.evaluate(() => window.edited)).toMatchObject({ refId: 'Anno', queryType: 'annotations' });
  });

  test('ad-hoc filters have keys and values', async () => {
    const keys = await page.evaluate(() => window.harness.tags());
    expect(keys).toContainEqual({ text: 'Direction', value: 'direction' });
    expect(await page.evaluate(() => window.harness.tags('direction'))).toContainEqual({
      text: 'inbound',
      value: 'inbound',
    });
  });

  test('what is asked has its variables, filters and time zone', async () => {
    await page.evaluate(() => {
      window.harness.setVariables([
        { name: 'agent', value: ['agent-emma', 'agent-ben'] },
        { name: 'source', value: '$__all', options: ['google', 'bing'] },
      ]);
      return window.harness.mountPanel({
        width: 600,
        height: 300,
        queries: [
          {
            queryType: 'funnel',
            version: 1,
            funnel: {
              id: 'appointment',
              filters: [
                { dimension: 'agent', op: 'in', values: ['$agent'] },
                { dimension: 'source', op: 'in', values: ['$source'] },
              ],
            },
          },
          { queryType: 'metrics', version: 1, metrics: [] },
          { queryType: 'metrics', version: 1, metrics: ['calls.count'], hide: true },
        ],
        filters: [{ key: 'direction', operator: '!=', value: 'outbound' }],
      });
    });
    const { queries } = get().grafana.state.requests.at(-1) as QueryBody;
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatchObject({
      timezone: await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone),
      funnel: {
        filters: [
          { dimension: 'agent', op: 'in', values: ['agent-emma', 'agent-ben'] },
          { dimension: 'direction', op: 'not in', values: ['outbound'] },
        ],
      },
    });
  });
}
