import type { ReportInput } from '@callsight/contract/reports/report';
import type { ReportDocument } from '../../../src/reporting/document/document.js';
import { sheetsOf, shownIn } from '../exports/exported.js';
import { rendered, simulatedFirm, templatesOf } from '../simulated-firm.js';

const service = simulatedFirm();

const render = (report: object, format: string): Promise<Buffer> => rendered(service, report, format);

/** The figures of the first section, in their order. */
const figuresOf = ({ sections }: ReportDocument): readonly number[] => {
  const content = sections[0]?.content;
  return content?.type === 'kpis' ? content.tiles.map(({ figure }) => figure.value ?? NaN) : [];
};

const grouped = (value = NaN, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Seconds as a clock whose hours go on above a day. */
const clockOf = (seconds = NaN): string => {
  const whole = Math.round(seconds);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${Math.floor(whole / 3_600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

const templates = async (locale: string): Promise<readonly ReportInput[]> =>
  (await templatesOf(service, locale)).map(({ report }) => report);

test.each(['en', 'de'])(
  'every number of the report is in the sheet of the data, as a number: %s',
  async (locale) => {
    for (const report of await templates(locale)) {
      const { sections } = JSON.parse((await render(report, 'json')).toString()) as ReportDocument;
      const isKey = ({ name, type }: { name: string; type: string }): boolean =>
        type !== 'number' || name === 'weekday' || name === 'hour_of_day';
      const expected = sections.flatMap(({ tables }) =>
        tables.flatMap(({ columns, rows }) =>
          rows.flatMap((row) => columns.flatMap((column, index) => (isKey(column) ? [] : [row[index] ?? null]))),
        ),
      );
      const sheets = await sheetsOf(await render(report, 'xlsx'));
      const data = sheets.at(-1);
      expect(data?.name).toBe('Data');
      expect(data?.rows.slice(1).map((row) => row.at(8)?.value ?? null)).toEqual(expected);
    }
  },
  240_000,
);

test('the first sheet says what the workbook is of; each section has a sheet with a header that stays, a filter and its chart', async () => {
  const weekly = (await templates('en')).find(({ id }) => id === 'weekly_executive');
  const sheets = await sheetsOf(await render(weekly ?? {}, 'xlsx'));
  const names = sheets.map(({ name }) => name);
  expect(names[0]).toBe('About this report');
  expect(names.at(-1)).toBe('Data');
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name.length).toBeLessThanOrEqual(31);
  const about = sheets[0]?.rows.flat().map((cell) => cell?.value);
  expect(about).toEqual(
    expect.arrayContaining(['Period', '16\u00a0–\u00a022 November 2026', 'Europe/Berlin', 'None: all calls']),
  );
  for (const { rows, frozen, filter, titles, orientation, fitToWidth } of sheets) {
    expect({ frozen, titles, orientation, fitToWidth }).toEqual({
      frozen: 'A2',
      titles: expect.stringContaining('1') as string,
      orientation: 'landscape',
      fitToWidth: 1,
    });
    expect(filter).toMatch(new RegExp(`^A1:[A-Z]+${rows.length}$`));
  }
  const chartsOf = (name: string): readonly string[] => sheets.find((sheet) => sheet.name === name)?.charts ?? [];
  expect(chartsOf('Calls per day')).toEqual(['BarChart']);
  expect(chartsOf('Answer rate')).toEqual(['LineChart']);
  expect(chartsOf('From call to booking')).toEqual(['BarChart']);
});

const FORMATS = {
  title: 'Formats',
  range: { from: '2026-11-01T00:00:00+01:00', to: '2026-11-23T00:00:00+01:00' },
  compare: 'previous_period',
  timezone: 'Europe/Berlin',
  locale: 'en',
};
const FIGURES = {
  type: 'kpis',
  title: 'Figures',
  metrics: [
    'calls.count',
    'calls.answer_rate',
    'calls.duration.sum',
    'turns.latency.p95',
    'revenue.net',
    'calls.fcr_rate',
  ],
};
const HOURS = { type: 'series', title: 'Hours', metrics: ['calls.asa'], interval: '1h', chart: 'line' };

test('numbers have the format of their unit, as LibreOffice shows them', async () => {
  const report = { ...FORMATS, sections: [FIGURES] };
  const [calls, rate, duration, latency, revenue] = figuresOf(
    JSON.parse((await render(report, 'json')).toString()) as ReportDocument,
  );
  const book = await render(report, 'xlsx');
  // More than a day of calls stays in hours.
  expect(duration).toBeGreaterThan(86_400);
  expect((await shownIn(book, 2)).slice(1, 6).map((row) => row[1])).toEqual([
    grouped(calls),
    `${grouped((rate ?? NaN) * 100, 1)}%`,
    clockOf(duration),
    `${grouped(latency)} ms`,
    `${grouped(revenue, 2)} EUR`,
  ]);
}, 120_000);

test('a column of times is the wall clock of the report beside UTC; an hour without a call has an empty cell', async () => {
  const sheets = await sheetsOf(await render({ ...FORMATS, sections: [HOURS] }, 'xlsx'));
  const hours = sheets.find(({ name }) => name === 'Hours')?.rows ?? [];
  const cells = hours.slice(1).map((row) => row[2] ?? null);
  expect(cells).toContain(null);
  expect(cells.filter((cell) => typeof cell?.value === 'number').length).toBeGreaterThan(20);
  const valuesOf = (row: number): unknown[] => [0, 1].map((column) => hours[row]?.[column]?.value);
  expect(valuesOf(0)[1]).toBe('UTC');
  expect(valuesOf(1)).toEqual(['2026-11-01T00:00:00', '2026-10-31T23:00:00']);
}, 120_000);
