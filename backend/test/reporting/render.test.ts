/* eslint-disable max-lines -- one service with six weeks of a firm, which takes long to fill, for all that is rendered from it */
import type { FrameValue } from '@callsight/contract/query/answer';
import type { ReportDocument } from '../../src/reporting/document/document.js';
import { simulatedFirm, templatesOf } from './simulated-firm.js';
import { readPdf, textOfPdf, withoutBlanks } from './pdf/pdf-text.js';

const service = simulatedFirm();

const templates = (locale: string) => templatesOf(service, locale);

/** A report as a file. */
async function render(report: object, format: string) {
  const reply = await service.app.inject({
    method: 'POST',
    url: `/v1/reports/render?format=${format}`,
    headers: { authorization: `Bearer ${service.main.key}` },
    payload: report,
  });
  return { status: reply.statusCode, headers: reply.headers, body: reply.rawPayload };
}

const documentOf = async (report: object): Promise<ReportDocument> => {
  const { status, body } = await render(report, 'json');
  expect([status, status === 200 ? '' : body.toString()]).toEqual([200, '']);
  return JSON.parse(body.toString()) as ReportDocument;
};

/** Every number that a reader sees: texts of figures, at whatever depth they stand. */
function figuresIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(figuresIn);
  if (value === null || typeof value !== 'object') return [];
  const entries = Object.entries(value);
  const isFigure = 'text' in value && 'unit' in value && 'value' in value;
  return isFigure ? [String((value as { text: unknown }).text)] : entries.flatMap(([, inner]) => figuresIn(inner));
}

const cellsIn = (document: ReportDocument): string[] =>
  document.sections.flatMap(({ content }) =>
    content?.type === 'table' ? content.rows.flat().map(({ text }) => text) : [],
  );

/** Figures that a page shows as text: bars, tiles and funnels show all of theirs, charts over time only some. */
const shownIn = (document: ReportDocument): string[] =>
  document.sections.flatMap(({ content }) => {
    if (content?.type === 'kpis') return figuresIn(content.tiles);
    if (content?.type === 'bars') return content.bars.flatMap(({ figures }) => figures.map(({ text }) => text));
    if (content?.type === 'funnel')
      return content.groups.flatMap(({ steps }) =>
        steps.flatMap(({ reached, rateTotal }) => [reached.text, rateTotal.text]),
      );
    return [];
  });

const unescaped = (page: string): string =>
  page
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe.each(['en', 'de-DE'])('templates in %s', (locale) => {
  test('have no section that fails, and agree with the totals of their period', async () => {
    const all = await templates(locale);
    expect(all.map(({ id }) => id)).toEqual([
      'daily_operations',
      'weekly_executive',
      'agent_scorecard',
      'conversion_funnel',
      'marketing_attribution',
      'system_health',
      'monthly_review',
    ]);
    let sums = 0;
    for (const { id, report } of all) {
      const document = await documentOf(report);
      expect([id, document.isIncomplete, document.isEmpty]).toEqual([id, false, false]);
      expect(document.reconciliation.filter(({ agrees }) => !agrees)).toEqual([]);
      sums += document.reconciliation.length;
      expect(document.definitions.every(({ title, description }) => title !== '' && description !== '')).toBe(true);
    }
    // A check that compares nothing would agree with everything.
    expect(sums).toBeGreaterThan(20);
  }, 120_000);

  test('show in page and PDF every number of the document', async () => {
    for (const { id, report } of await templates(locale)) {
      const document = await documentOf(report);
      const expected = [...new Set([...shownIn(document), ...cellsIn(document)])].map(withoutBlanks);
      const page = withoutBlanks(unescaped((await render(report, 'html')).body.toString()));
      expect([id, expected.filter((text) => !page.includes(text))]).toEqual([id, []]);
      const pdf = textOfPdf((await render(report, 'pdf')).body);
      expect([id, expected.filter((text) => !pdf.includes(text))]).toEqual([id, []]);
      for (const line of document.reconciliationText) expect(pdf).toContain(withoutBlanks(line));
      expect(expected.length).toBeGreaterThan(5);
    }
  }, 240_000);
});

test('every number of a document is what its query answers', async () => {
  let compared = 0;
  for (const { report } of await templates('en')) {
    const document = await documentOf(report);
    for (const { kind, title, queries, tables } of document.sections) {
      const answered: FrameValue[][] = [];
      for (const query of queries) {
        const { results } = await service.main.query(query as never);
        const result = results['A'];
        if (result === undefined || 'error' in result) throw new Error(`${title}: ${JSON.stringify(result)}`);
        for (const { data } of result.frames) answered.push(...(data.values as FrameValue[][]));
      }
      // A table may be cut to the rows that are shown, and holds nothing that no query answered.
      for (const { columns, rows } of tables)
        for (const [index] of columns.entries()) {
          const own = rows.map((row) => row[index] ?? null);
          const isAnswered = answered.some(
            (values) => JSON.stringify(values.slice(0, own.length)) === JSON.stringify(own),
          );
          expect([kind, title, columns[index]?.name, isAnswered]).toEqual([kind, title, columns[index]?.name, true]);
          compared += 1;
        }
    }
  }
  expect(compared).toBeGreaterThan(200);
}, 120_000);

test('CSV and NDJSON have every number of the tables, in their order', async () => {
  for (const { report } of await templates('en')) {
    const { sections } = await documentOf(report);
    const isKey = ({ name, type }: { name: string; type: string }): boolean =>
      type !== 'number' || name === 'weekday' || name === 'hour_of_day';
    const expected = sections.flatMap(({ tables }) =>
      tables.flatMap(({ columns, rows }) =>
        rows.flatMap((row) => columns.flatMap((column, index) => (isKey(column) ? [] : [row[index] ?? null]))),
      ),
    );
    const ndjson = (await render(report, 'ndjson')).body.toString().trimEnd().split('\n');
    expect(ndjson.map((line) => (JSON.parse(line) as { value: number | null }).value)).toEqual(expected);
    const csv = (await render(report, 'csv')).body.toString().trimEnd().split('\r\n').slice(1);
    expect(
      csv.map((line) => line.slice(line.lastIndexOf(',') + 1)).map((text) => (text === '' ? null : Number(text))),
    ).toEqual(expected);
  }
}, 120_000);

test('a PDF is tagged, has a title and a language, and an outline of headings', async () => {
  const [weekly] = (await templates('de')).filter(({ id }) => id === 'weekly_executive');
  const { info, markInfo, pages } = readPdf((await render(weekly?.report ?? {}, 'pdf')).body);
  expect(info).toMatchObject({
    Title: expect.stringMatching(/^Wochenbericht Telefonie · 16\.–22\. November 2026$/),
    Language: 'de',
  });
  expect(markInfo).toMatchObject({ Marked: true });
  const tree = JSON.stringify(pages[0]?.structure);
  for (const role of ['H1', 'H2', 'Figure']) expect(tree).toContain(`"role":"${role}"`);
  expect(tree).toContain('"alt":"');
});

const small = (sections: readonly object[], further: object = {}): object => ({
  title: 'Small',
  range: 'last_week',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections,
  ...further,
});

describe('a definition that is wrong', () => {
  test.each<[string, object, string, RegExp]>([
    ['a metric', small([{ type: 'kpis', metrics: ['calls.cuont'] }]), '/sections/0/metrics/0', /calls\.count/],
    [
      'a dimension',
      small([{ type: 'bars', metrics: ['calls.count'], groupBy: ['agnet'] }]),
      '/sections/0/groupBy/0',
      /agent/,
    ],
    ['a field', small([{ type: 'kpis', metric: ['calls.count'] }]), '/sections/0/metrics', /./],
    ['a type', small([{ type: 'pie', metrics: ['calls.count'] }]), '/sections/0/type', /kpis/],
    ['a zone', small([{ type: 'page_break' }], { timezone: 'GMT Standard Time' }), '/timezone', /IANA/],
    ['a comparison', small([{ type: 'page_break' }], { compare: 'last_week' }), '/compare', /previous_week/],
    [
      'a range',
      small([{ type: 'page_break' }], { range: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } }),
      '/range/from',
      /before/,
    ],
    [
      'a filter',
      small([{ type: 'kpis', metrics: ['calls.count'] }], {
        filters: [{ dimension: 'agnt', op: 'in', values: ['a'] }],
      }),
      '/filters/0',
      /agent/,
    ],
  ])('is refused with its place and what would be valid: %s', async (_, report, path, message) => {
    const { status, body } = await render(report, 'html');
    const { error } = JSON.parse(body.toString()) as {
      error: { path?: string; message: string; suggestions?: string[] };
    };
    expect([status, error.path]).toEqual([400, expect.stringContaining(path)]);
    expect(`${error.message} ${(error.suggestions ?? []).join(' ')}`).toMatch(message);
  });
});

test('a section whose query fails says so, is never drawn as empty, and leaves the others alone', async () => {
  const report = small([
    { type: 'kpis', metrics: ['calls.count'] },
    { type: 'attribution', attribution: { model: 'no_such_model', groupBy: ['source'] } },
  ]);
  const document = await documentOf(report);
  expect(document.sections.map(({ state }) => state)).toEqual(['ok', 'failed']);
  expect(document.isIncomplete).toBe(true);
  expect(document.sections[1]?.content).toBeUndefined();
  expect(document.sections[1]).toMatchObject({
    tables: [],
    reason: expect.stringContaining('no_such_model'),
  });
  const page = (await render(report, 'html')).body.toString();
  expect(page).toContain('class="failed"');
  expect(textOfPdf((await render(report, 'pdf')).body)).toContain('Thissectioncouldnotbecalculated');
});

test('an empty period says that it is empty', async () => {
  const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z' };
  const document = await documentOf(
    small(
      [
        { type: 'kpis', metrics: ['calls.answer_rate'] },
        { type: 'findings', metrics: ['calls.count'] },
      ],
      { range },
    ),
  );
  expect(document.isEmpty).toBe(true);
  expect(document.sections[0]).toMatchObject({ state: 'empty', reason: 'There is nothing in this period.' });
});

test('filters of the report and of a recipient hold in every number', async () => {
  const sections = [
    { type: 'kpis', metrics: ['calls.count'] },
    { type: 'heatmap', metric: 'calls.count' },
  ];
  const of = async (further: object): Promise<number> => {
    const { sections: made } = await documentOf(small(sections, further));
    const content = made[0]?.content;
    return content?.type === 'kpis' ? (content.tiles[0]?.figure.value ?? NaN) : NaN;
  };
  const inbound = [{ dimension: 'direction', op: 'in', values: ['inbound'] }];
  const outbound = [{ dimension: 'direction', op: 'in', values: ['outbound'] }];
  const all = await of({});
  expect(await of({ filters: inbound })).toBeLessThan(all);
  expect((await of({ filters: inbound })) + (await of({ filters: outbound }))).toBe(all);
  expect(await of({ filters: inbound, recipient: { email: 'a@example.com', filters: outbound } })).toBe(0);
  const { filters } = await documentOf(small(sections, { filters: inbound, locale: 'de' }));
  expect(filters).toEqual(['Richtung ist Eingehend']);
});

test('the period follows from the planned time, and is shown with the time zone of the recipient', async () => {
  const report = small([{ type: 'kpis', metrics: ['calls.count'] }], {
    range: 'yesterday',
    planned_at: '2026-11-20T00:30:00+01:00',
  });
  expect((await documentOf(report)).period).toEqual({
    from: Date.parse('2026-11-19T00:00:00+01:00'),
    to: Date.parse('2026-11-20T00:00:00+01:00'),
    text: '19 November 2026',
  });
  const inTokyo = { ...report, recipient: { email: 'a@example.com', timezone: 'Asia/Tokyo', locale: 'de' } };
  expect((await documentOf(inTokyo)).period.text).toBe('19. November 2026');
  expect((await documentOf(inTokyo)).period.from).toBe(Date.parse('2026-11-19T00:00:00+09:00'));
});

test('needs the scope "reports"', async () => {
  const { body } = await service.main.request('POST', '/v1/keys', { name: 'reader', scopes: ['query'] });
  const { key } = body as { key: string };
  const reply = await service.app.inject({
    method: 'POST',
    url: '/v1/reports/render?format=html',
    headers: { authorization: `Bearer ${key}` },
    payload: small([{ type: 'page_break' }]),
  });
  expect(reply.statusCode).toBe(403);
});

test('what people wrote is text in every format', async () => {
  const evil = '<script>alert(1)</script> #let x = 1 $math$ *bold* \\ "';
  const report = small([{ type: 'text', markdown: `${evil}\n\n[x](javascript:alert(1)) [ok](https://example.com)` }], {
    title: evil,
    branding: { name: evil, footer: evil },
  });
  const page = (await render(report, 'html')).body.toString();
  expect(page).not.toContain('<script>');
  expect(page).not.toContain('javascript:');
  expect(page).toContain('href="https://example.com"');
  expect(page).not.toMatch(/(?:src|href)="(?!https:\/\/example\.com|data:)/);
  expect(textOfPdf((await render(report, 'pdf')).body)).toContain(withoutBlanks(evil));
});

test('versions of a saved report are kept', async () => {
  const report = { ...small([{ type: 'kpis', metrics: ['calls.count'] }]), id: 'weekly' };
  expect(await service.main.request('POST', '/v1/reports', report)).toMatchObject({
    status: 201,
    body: { version: 1 },
  });
  expect(await service.main.request('PUT', '/v1/reports/weekly', { ...report, title: 'Other' })).toMatchObject({
    status: 200,
    body: { version: 2, title: 'Other' },
  });
  expect(await service.main.get('/v1/reports/weekly/versions/1')).toMatchObject({ title: 'Small' });
  expect(
    await service.main.request('POST', '/v1/reports', {
      ...report,
      id: 'other',
      sections: [{ type: 'kpis', metrics: ['no'] }],
    }),
  ).toMatchObject({
    status: 400,
    body: { error: { path: '/sections/0/metrics/0' } },
  });
});
