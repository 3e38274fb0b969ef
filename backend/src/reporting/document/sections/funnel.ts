import type { FunnelStep } from '../document.js';
import { stepsOf, worstLoss } from '../findings/lost-step.js';
import type { FrameTable } from '../frame-table.js';
import {
  changeOf,
  figureOf,
  overPeriod,
  withFilters,
  type Context,
  type Plan,
  type SectionMaker,
} from '../section-maker.js';

/** Titles that the funnel gives its steps. */
function titlesOf(frame: FrameTable): Readonly<Record<string, string>> {
  const field = frame.frame.schema.fields.find(({ name }) => name === 'step');
  return (field?.config['custom'] as { readonly titles?: Readonly<Record<string, string>> } | undefined)?.titles ?? {};
}

function drawnSteps(frame: FrameTable, rows: readonly number[], context: Context): FunnelStep[] {
  const { format, lexicon } = context;
  const titles = titlesOf(frame);
  const read = (name: string, row: number): number | null => frame.numbers(name)[row] ?? null;
  const worst = worstLoss(stepsOf(frame, rows));
  const rate = { unit: 'percentunit', good: 'up' } as const;
  return rows.map((row, index): FunnelStep => {
    const step = frame.text('step', row);
    const median = read('median_s', row);
    return {
      title: lexicon.step(step, titles[step]),
      reached: figureOf(read('reached', row), 'short', format),
      rateTotal: figureOf(read('rate_total', row), 'percentunit', format),
      rateStep: figureOf(read('rate_step', row), 'percentunit', format),
      changeTotal:
        index === 0 ? undefined : changeOf(read('rate_total', row), read('rate_total_previous', row), rate, format),
      dropped: figureOf(read('dropped', row), 'short', format),
      pending: figureOf(read('pending', row), 'short', format),
      median: median === null ? undefined : figureOf(median, 's', format),
      isWorst: index === worst,
    };
  });
}

/** The query of a funnel over the period of a report. */
export function funnelQuery(plan: Plan, funnel: Readonly<Record<string, unknown>>) {
  const compare = plan.compare === undefined || 'compare' in funnel ? {} : { compare: plan.compare };
  return overPeriod(plan, { funnel: { ...withFilters(plan, funnel), ...compare } });
}

export const funnelSection: SectionMaker<'funnel'> = {
  want: ({ funnel }, plan) => {
    const { interval: _, histogram: __, ...asked } = funnel;
    return { queries: { funnel: funnelQuery(plan, asked) } };
  },
  make: ({ title, funnel }, given, context) => {
    const [frame] = given.frames['funnel'] ?? [];
    if (frame === undefined) throw new Error('a funnel has a frame');
    const dimensions = [funnel.breakdown ?? []].flat();
    const groups = new Map<string, number[]>();
    for (let row = 0; row < frame.length; row += 1) {
      const key = dimensions.map((name) => context.lexicon.value(name, frame.column(name)[row] ?? null)).join(', ');
      const rows = groups.get(key);
      if (rows === undefined) groups.set(key, [row]);
      else rows.push(row);
    }
    const made = [...groups].map(([name, rows]) => ({ title: name, steps: drawnSteps(frame, rows, context) }));
    return {
      title: title ?? context.words.titles.funnel,
      subtitle: funnel.unit === 'caller' ? context.words.ofCallers : context.words.ofCalls,
      content: { type: 'funnel', groups: made },
      isEmpty: made.every(({ steps }) => (steps[0]?.reached.value ?? 0) === 0),
      tables: [frame.data(context.lexicon)],
      metrics: [],
    };
  },
};
