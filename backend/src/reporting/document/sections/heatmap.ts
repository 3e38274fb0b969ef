import type { Figure } from '../document.js';
import type { FrameTable, MetricColumn } from '../frame-table.js';
import { figureOf, metricQuery, sumsOf, type Context, type SectionMaker } from '../section-maker.js';

const HOURS = 24;
const DAYS = 7;

interface Peak {
  readonly day: number;
  readonly hour: number;
  readonly value: number;
}

/** The hour with the highest value, the first of several. */
const peakOf = (
  cells: readonly { readonly day: number; readonly hour: number; readonly value: number | null }[],
): Peak | undefined =>
  cells.reduce<Peak | undefined>(
    (peak, { day, hour, value }) =>
      value !== null && value > (peak?.value ?? -Infinity) ? { day, hour, value } : peak,
    undefined,
  );

/** Values by weekday and hour. An hour without any call is 0 where things are counted, and otherwise nothing that could be said. */
function cellsOf(frame: FrameTable, column: MetricColumn | undefined, isAdditive: boolean, { format }: Context) {
  const unit = column?.unit ?? 'short';
  const nothing = figureOf(isAdditive ? 0 : null, unit, format);
  const cells: Figure[][] = Array.from({ length: DAYS }, () => Array.from({ length: HOURS }, () => nothing));
  const hours = frame.numbers('hour_of_day');
  const known = frame.numbers('weekday').map((weekday, row) => ({
    day: (weekday ?? 0) - 1,
    hour: hours[row] ?? -1,
    value: column?.values[row] ?? null,
  }));
  for (const { day, hour, value } of known) cells[day]?.splice(hour, 1, figureOf(value, unit, format));
  return { cells, peak: peakOf(known), unit };
}

function peakText({ day, hour, value }: Peak, unit: string, { words, format }: Context): string {
  return words.peak(format.value(value, unit), format.weekdays()[day] ?? '', `${String(hour).padStart(2, '0')}:00`);
}

export const heatmapSection: SectionMaker<'heatmap'> = {
  want: ({ metric, filters }, plan) => {
    const { compare: _, ...body } = metricQuery(plan, filters, {
      metrics: [metric],
      groupBy: ['weekday', 'hour_of_day'],
    }).body;
    return { queries: { cells: { ...plan.period, body } } };
  },
  make: ({ title, metric, filters }, given, context) => {
    const { format, lexicon, words } = context;
    const [frame] = given.frames['cells'] ?? [];
    if (frame === undefined) throw new Error('a heatmap has one frame');
    const [column] = frame.metric(metric);
    const { isAdditive } = lexicon.metric(metric);
    const { cells, peak, unit } = cellsOf(frame, column, isAdditive, context);
    return {
      title: title ?? words.titles.heatmap,
      subtitle: `${lexicon.metricTitle(metric)}, ${words.byHourAndWeekday}, ${context.timezone}`,
      content: {
        type: 'heatmap',
        unit,
        weekdays: format.weekdays(),
        cells,
        peak: peak === undefined ? undefined : peakText(peak, unit, context),
      },
      isEmpty: frame.length === 0,
      tables: [frame.data(lexicon)],
      metrics: [metric],
      sums: sumsOf(column === undefined ? [] : [column], filters, context),
    };
  },
};
