import type { SectionContent } from '../document/document.js';
import type { Format } from '../words/format.js';
import type { MailWords } from '../words/mail-words.js';

/** Numbers of a chart that a reader has without the picture: columns, and rows of a name and cells with what stands below them. */
export interface ChartNumbers {
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly title: string;
    readonly cells: readonly { readonly text: string; readonly below: string }[];
  }[];
}

type Series = Extract<SectionContent, { readonly type: 'series' }>;
type Heatmap = Extract<SectionContent, { readonly type: 'heatmap' }>;

/** Of each line: total where there is one, lowest, highest and latest value with their times. */
export function seriesNumbers({ lines, labels }: Series, format: Format, words: MailWords): ChartNumbers {
  const hasTotal = lines.some(({ total }) => total !== undefined);
  const rows = lines.map(({ title, unit, values, total }) => {
    const known = values.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
    const cell = (one: { readonly value: number; readonly index: number } | undefined) =>
      one === undefined
        ? { text: '–', below: '' }
        : { text: format.value(one.value, unit), below: labels[one.index]?.axis ?? '' };
    const by = (isBetter: (a: number, b: number) => boolean) =>
      known.reduce<(typeof known)[number] | undefined>(
        (best, one) => (best === undefined || isBetter(one.value, best.value) ? one : best),
        undefined,
      );
    return {
      title,
      cells: [
        ...(hasTotal ? [{ text: total?.text ?? '–', below: '' }] : []),
        cell(by((a, b) => a < b)),
        cell(by((a, b) => a > b)),
        cell(known.at(-1)),
      ],
    };
  });
  return { columns: [...(hasTotal ? [words.total] : []), words.lowest, words.highest, words.latest], rows };
}

/** How many columns at the left name a row: those before the first number. */
export function leadingNames(columns: readonly { readonly align: 'left' | 'right' }[]): number {
  const first = columns.findIndex(({ align }) => align === 'right');
  return first < 0 ? 1 : first;
}

/** Hours that are named. */
const BUSIEST = 3;

/** The hours with the highest values. */
export function busiestHours({ cells, weekdays }: Heatmap): readonly string[] {
  return cells
    .flatMap((row, day) => row.map((figure, hour) => ({ figure, day, hour })))
    .filter(({ figure }) => (figure.value ?? 0) > 0)
    .sort((a, b) => (b.figure.value ?? 0) - (a.figure.value ?? 0))
    .slice(0, BUSIEST)
    .map(({ figure, day, hour }) => `${weekdays[day] ?? ''} ${String(hour).padStart(2, '0')}:00: ${figure.text}`);
}
