import type { Page } from 'playwright-core';
import type { Harness, OpenOptions } from '../harness';
import type { PanelSetup } from '../page/mount-panel';
import { queryService } from './query-service';
import { COMPARED_FRAME, FUNNEL, FUNNEL_QUERY } from './fixtures';
import { overlaps } from './overlaps';

const SIZES = [
  [1220, 420],
  [900, 240],
  [600, 540],
  [540, 240],
  [400, 300],
  [320, 220],
  [220, 120],
] as const;

/** That of Grafana, and one whose letters and digits are wider. */
const FONTS = ['Inter', 'DejaVu Sans'] as const;

const percent = (rate: unknown): string => `${(Number(rate) * 100).toFixed(1)}%`;

export function funnelPanel(get: () => Harness): void {
  let page: Page;

  const show = async (setup: PanelSetup, options: OpenOptions = {}): Promise<void> => {
    page = await get().open(options);
    await page.evaluate((given) => window.harness.mountPanel(given), setup);
    await page.getByTestId('panel').waitFor();
  };

  afterEach(() => page.close());

  test('shows the counts and rates of the service', async () => {
    const expected = await queryService(get(), { funnel: FUNNEL });
    await show({ width: 900, height: 360, queries: [FUNNEL_QUERY] });
    const text = await page.getByRole('group', { name: 'Slot offered', exact: true }).innerText();
    expect(text).toContain(percent(expected['rate_total']?.[1]));
    expect(text).toContain(
      `${percent(expected['rate_total_low']?.[1])} – ${percent(expected['rate_total_high']?.[1])}`,
    );
    expect(text).toContain(Number(expected['reached']?.[1]).toLocaleString('en'));
    expect(text).toContain(`${Number(expected['dropped']?.[1]).toLocaleString('en')} dropped`);
  });

  test('says each part of a bar in words', async () => {
    const expected = await queryService(get(), { funnel: FUNNEL });
    await show({ width: 900, height: 360, queries: [FUNNEL_QUERY] });
    const reached = Number(expected['reached']?.[1]).toLocaleString('en');
    const part = page.getByRole('button', { name: `Step 2 of 4, Slot offered, ${reached} calls reached it` });
    expect(await part.getAttribute('aria-label')).toMatch(/of all \(95% interval .* to .*\), .* of the step before/);
  });

  test('the wide typeface is wider than that of Grafana', async () => {
    page = await get().open();
    const [inter = 0, wide = 0] = await page.evaluate(
      (fonts) =>
        fonts.map((font) => {
          const context = document.createElement('canvas').getContext('2d');
          if (context === null) return 0;
          context.font = `12px "${font}", monospace`;
          return context.measureText('Booking confirmed 23.8% −2.3 pp').width;
        }),
      [...FONTS],
    );
    expect(wide).toBeGreaterThan(inter * 1.05);
  });

  test.each(SIZES.flatMap((size) => FONTS.map((font) => [...size, font] as const)))(
    'nothing overlaps or is cut off at %i × %i in %s',
    async (width, height, font) => {
      const setups: PanelSetup[] = [
        ...[{ id: 'appointment' }, FUNNEL, { ...FUNNEL, breakdown: 'source' }].map((funnel) => ({
          width,
          height,
          queries: [{ queryType: 'funnel', version: 1, funnel } as const],
        })),
        { width, height, data: { state: 'Done', frames: [COMPARED_FRAME] } },
      ];
      for (const setup of setups) {
        if (setup === setups[0]) await show(setup, { theme: 'light', font });
        else await page.evaluate((given) => window.harness.mountPanel(given), setup);
        await page.locator('[data-cell]').first().waitFor();
        expect(await overlaps(page)).toEqual([]);
      }
    },
  );

  test('draws rows or columns as asked', async () => {
    for (const orientation of ['horizontal', 'vertical'] as const) {
      await show({ width: 700, height: 400, queries: [FUNNEL_QUERY], options: { orientation } });
      const first = await page.getByRole('group', { name: 'Call started', exact: true }).boundingBox();
      const second = await page.getByRole('group', { name: 'Slot offered', exact: true }).boundingBox();
      const isBelow = (second?.y ?? 0) > (first?.y ?? 0) + 10;
      expect(isBelow).toBe(orientation === 'horizontal');
      if (orientation === 'horizontal') await page.close();
    }
  });

  test('puts segments side by side and names those that it leaves out', async () => {
    const funnel = { ...FUNNEL, breakdown: 'source' };
    const { source = [] } = await queryService(get(), { funnel });
    await show({ width: 1220, height: 420, queries: [{ ...FUNNEL_QUERY, funnel }], options: { maxSegments: 2 } });
    const legend = page.getByRole('list', { name: 'Legend' });
    await legend.waitFor();
    const groups = new Set(source).size;
    expect(await legend.innerText()).toContain(`and ${groups - 2} more`);
    expect(
      await page.getByRole('group', { name: 'Slot offered', exact: true }).getByRole('button').count(),
    ).toBeGreaterThanOrEqual(2);
  });

  test('compares with an earlier range', async () => {
    await show({ width: 900, height: 360, data: { state: 'Done', frames: [COMPARED_FRAME] } });
    const text = await page.getByTestId('panel').innerText();
    expect(text).toContain('+4.2 pp');
    expect(text).toContain('−2.3 pp');
    expect(text).toContain('a week before');
    expect(text).toContain('no call has reported the step "x" yet');
  });

  test('tells an empty range, a failure and a lack of rights apart', async () => {
    const size = { width: 500, height: 220 };
    const cases: readonly [PanelSetup['data'], string][] = [
      [{ state: 'Loading' }, 'Counting…'],
      [{ state: 'Done', frames: [{ refId: 'A', fields: [{ name: 'x', values: [1] }] }] }, 'This is no funnel'],
      [{ state: 'Done', frames: [] }, 'No calls began this funnel'],
      [{ state: 'Error', error: { message: 'the query took too long' } }, 'the query took too long'],
      [{ state: 'Error', error: { status: 403, message: 'Access denied.' } }, 'You may not see these calls'],
    ];
    for (const [data, text] of cases) {
      await show({ ...size, ...(data === undefined ? {} : { data }) });
      await page.getByText(text).waitFor();
      await page.close();
    }
    await show({ ...size, queries: [{ ...FUNNEL_QUERY, funnel: { ...FUNNEL, window: 'soon' } }] });
    await page.getByText('The funnel could not be loaded').waitFor();
  });

  test('shows on a step how long it took', async () => {
    await show({ width: 900, height: 360, queries: [{ ...FUNNEL_QUERY, funnel: { ...FUNNEL, histogram: true } }] });
    await page.locator('[data-cell="0-1-reached"]').hover();
    await page.getByRole('img', { name: 'How long it took from the step before' }).waitFor();
  });
}
