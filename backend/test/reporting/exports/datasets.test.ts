import { EXPORT_DATASETS } from '@callsight/contract/exports';
import { phoneCall } from '../../support/events/call.js';
import { event, microsOf } from '../../support/events/event.js';
import { TestService } from '../../support/service/test-service.js';
import { csvRows, exported, parquetRows, sheetsOf, shownIn, type Sheet } from './exported.js';

jest.setTimeout(180_000);

const NOW = Date.UTC(2026, 10, 1);
const RANGE = { from: '2026-10-24T00:00:00Z', to: '2026-10-27T00:00:00Z', timezone: 'Europe/Berlin' };
/** Longer as JSON than a cell of a workbook. */
const MANY_TAGS = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`tag${index}`, 'x'.repeat(1_000)]));
const LONG_TEXT = 'x'.repeat(16_000);

/** Metrics that count the rows of a dataset. */
const COUNTS: Readonly<Record<string, string>> = { calls: 'calls.count', turns: 'turns.count' };

const EVENTS = [
  ...phoneCall({
    id: '00123',
    start: '2026-10-25T00:30:00Z',
    answered: 3,
    ended: 3 + 30 * 3_600,
    caller: '+4930901820',
    turns: [{ latency_ms: { e2e: 812.5, llm: 400 } }, { latency_ms: {}, interrupted: true }],
    end: { cost: { total: '0.0375', currency: 'EUR', components: { llm: '0.01' } } },
    analyzed: { summary: '=HYPERLINK("http://evil.example","x")', success: true, sentiment: -0.5, topics: ['a', 'b'] },
  }),
  // The same wall time, an hour later.
  ...phoneCall({
    id: 'call,"two"',
    start: '2026-10-25T01:30:00.25Z',
    answered: 1.258,
    ended: 63,
    caller: '+14155550100',
    end: { cost: { total: '12', currency: 'JPY' } },
    analyzed: { summary: 'line\r\nanother, "quoted" ä 日本 😀 <b>&amp;</b> _x0041_' },
  }),
  ...phoneCall({ id: 'call-3', start: '2026-10-26T08:00:00Z', ended: 9, analyzed: { summary: LONG_TEXT } }),
  ...phoneCall({ id: 'outside', start: '2026-10-28T08:00:00Z', ended: 9 }),
  event('appointment.scheduled', '2026-10-25T00:31:00Z', {
    appointment_id: 'a1',
    call_id: '00123',
    starts_at: '2026-12-01T09:00:00Z',
    price: '80.5',
    currency: 'EUR',
  }),
  event('payment.succeeded', '2026-10-25T00:40:00Z', {
    payment_id: 'p1',
    amount: '80.50',
    currency: 'EUR',
    call_id: '00123',
  }),
  event('touch.recorded', '2026-10-24T12:00:00Z', {
    source: 'google',
    medium: 'cpc',
    caller: { phone: '+4930901820' },
  }),
  event('metric.sample', '2026-10-25T10:00:00Z', { metric: 'queue.length', value: 0.00001, tags: MANY_TAGS }),
];

describe('exports of datasets', () => {
  const service = TestService.forTests(NOW, { CALLSIGHT_ATTRIBUTES: 'plan,score:number' });
  beforeAll(async () => {
    await service.main.send(EVENTS);
    await service.waitUntilProjected();
  });

  it('have the rows that queries count, in every format, and say so', async () => {
    for (const dataset of EXPORT_DATASETS) {
      const body = { ...RANGE, dataset };
      const csv = await exported(service, 'csv', body);
      expect([dataset, csv.status]).toEqual([dataset, 200]);
      const rows = (await csvRows(csv.bytes)).length - 1;
      const metric = COUNTS[dataset];
      if (metric !== undefined) {
        const [[counted] = []] = await service.main.values({ metrics: [metric] }, RANGE);
        expect([dataset, rows]).toEqual([dataset, counted]);
      }
      expect([dataset, rows > 0]).toEqual([dataset, true]);
      expect(csv.headers['x-callsight-rows-total']).toBe(String(rows));
      expect(csv.trailers['x-callsight-rows']).toBe(String(rows));
      const { bytes: lines } = await exported(service, 'ndjson', body);
      expect(
        lines
          .toString()
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ).toHaveLength(rows);
      const json = JSON.parse((await exported(service, 'json', body)).bytes.toString()) as {
        rows: [];
        row_count: number;
      };
      expect([json.rows.length, json.row_count]).toEqual([rows, rows]);
      const [, sheet] = await sheetsOf((await exported(service, 'xlsx', body)).bytes);
      expect(sheet?.rows).toHaveLength(rows + 1);
      const [counted] = await parquetRows(
        (await exported(service, 'parquet', body)).bytes,
        'SELECT count(*)::INT AS n FROM FILE',
      );
      expect(counted?.['n']).toBe(rows);
    }
  });

  it('are named after what they hold, and are no page', async () => {
    const { headers } = await exported(service, 'csv', { ...RANGE, dataset: 'calls' });
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="calls_2026-10-24_2026-10-27.csv"; filename*=UTF-8''calls_2026-10-24_2026-10-27.csv`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  describe('CSV', () => {
    const columns = ['started_at', 'call_id', 'duration', 'cost', 'currency', 'summary', 'success', 'answered_at'];

    it('is read by another parser: order of time, times in the zone with their offset, formulas neutralised', async () => {
      const { bytes } = await exported(service, 'csv', { ...RANGE, dataset: 'calls', columns });
      expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
      expect(bytes.toString().split('\r\n')).toHaveLength(6);
      expect(await csvRows(bytes)).toEqual([
        columns,
        [
          '2026-10-25T02:30:00+02:00',
          '00123',
          '108000',
          '0.0375',
          'EUR',
          `'=HYPERLINK("http://evil.example","x")`,
          'true',
          '2026-10-25T02:30:03+02:00',
        ],
        [
          '2026-10-25T02:30:00.25+01:00',
          'call,"two"',
          '61.742',
          '12',
          'JPY',
          'line\r\nanother, "quoted" ä 日本 😀 <b>&amp;</b> _x0041_',
          '',
          '2026-10-25T02:30:01.508+01:00',
        ],
        ['2026-10-26T09:00:00+01:00', 'call-3', '', '', '', LONG_TEXT, '', ''],
      ]);
    });

    it('takes another delimiter and a decimal comma, and is byte-true where it need not be safe', async () => {
      const body = {
        ...RANGE,
        dataset: 'calls',
        columns: ['cost', 'summary'],
        delimiter: ';',
        decimal: ',',
        safe: false,
      };
      const [, first] = (await exported(service, 'csv', body)).bytes.toString().split('\r\n');
      expect(first).toBe('0,0375;"=HYPERLINK(""http://evil.example"",""x"")"');
    });

    it('leaves machine formats byte-true', async () => {
      const { bytes } = await exported(service, 'ndjson', {
        ...RANGE,
        dataset: 'calls',
        columns: ['summary', 'cost', 'sentiment'],
      });
      const [first] = bytes.toString().split('\n');
      expect(first).toBe('{"summary":"=HYPERLINK(\\"http://evil.example\\",\\"x\\")","cost":0.0375,"sentiment":-0.5}');
    });
  });

  describe('a workbook', () => {
    const columns = ['call_id', 'started_at', 'duration', 'cost', 'caller_masked', 'turns', 'summary', 'success'];
    let bytes: Buffer;
    let sheets: Sheet[];
    beforeAll(async () => {
      ({ bytes } = await exported(service, 'xlsx', {
        ...RANGE,
        dataset: 'calls',
        columns,
        filters: [{ dimension: 'direction', op: 'in', values: ['inbound'] }],
      }));
      sheets = await sheetsOf(bytes);
    });

    it('has typed cells: times in the zone and in UTC, lengths, money of its currency, texts', () => {
      const [heading, first, second, third] = sheets[1]?.rows ?? [];
      expect(heading?.map((cell) => cell?.value)).toEqual([
        'Call',
        'Started (Europe/Berlin)',
        'Started (UTC)',
        'Duration',
        'Cost',
        'Caller',
        'Turns',
        'Summary',
        'Success',
      ]);
      const time = 'yyyy\\-mm\\-dd\\ hh:mm:ss';
      expect(first?.slice(0, 7)).toEqual([
        { value: '00123', format: '@', type: 's' },
        { value: '2026-10-25T02:30:00', format: time, type: 'd' },
        { value: '2026-10-25T00:30:00', format: time, type: 'd' },
        { value: 108_000, format: '[h]:mm:ss', type: 'd' },
        { value: 0.0375, format: '#,##0.00\\ "EUR"', type: 'n' },
        { value: expect.stringMatching(/^\+49•+20$/) as string, format: '@', type: 's' },
        { value: 2, format: '#,##0', type: 'n' },
      ]);
      expect(first?.[8]).toMatchObject({ value: true, type: 'b' });
      expect(second?.[1]?.value).toBe('2026-10-25T02:30:00.250000');
      expect(second?.[2]?.value).toBe('2026-10-25T01:30:00.250000');
      expect(second?.[4]).toEqual({ value: 12, format: '#,##0\\ "JPY"', type: 'n' });
      // What is not known is empty, and never 0.
      expect([third?.[3], third?.[4], third?.[8]]).toEqual([null, null, null]);
    });

    it('shows them in LibreOffice: 30 hours as 30:00:00', async () => {
      const [, first, second] = await shownIn(bytes, 2);
      expect(first?.slice(0, 5)).toEqual([
        '00123',
        '2026-10-25 02:30:00',
        '2026-10-25 00:30:00',
        '30:00:00',
        '0.04 EUR',
      ]);
      expect(first?.[7]).toBe('=HYPERLINK("http://evil.example","x")');
      expect(second?.[0]).toBe('call,"two"');
      expect(second?.[7]?.replaceAll('\r', '')).toBe('line\nanother, "quoted" ä 日本 😀 <b>&amp;</b> _x0041_');
    });

    it('cuts texts that no cell can hold, and says so first', async () => {
      const long = await sheetsOf((await exported(service, 'xlsx', { ...RANGE, dataset: 'samples' })).bytes);
      const index = long[1]?.rows[0]?.findIndex((cell) => cell?.value === 'Tags') ?? -1;
      expect(long[1]?.rows[1]?.[index]?.value).toBe(JSON.stringify(MANY_TAGS).slice(0, 32_767));
      const limits = long[0]?.rows.find(([label]) => label?.value === 'Limits hit');
      expect(limits?.[1]?.value).toBe('1 texts were longer than the 32,767 characters of a cell, and were cut');
    });

    it('says first what it is', () => {
      const about = new Map(sheets[0]?.rows.map((row) => [row[0]?.value, row[1]?.value]));
      expect(sheets[0]?.name).toBe('About');
      expect(about.get('Limits hit')).toBe('none');
      expect(about.get('Rows')).toBe('3');
      expect(about.get('Filters')).toBe('Direction is inbound');
      expect(about.get('From')).toBe('2026-10-24T02:00:00+02:00');
      expect(about.get('To (excluded)')).toBe('2026-10-27T01:00:00+01:00');
      expect(about.get('Time zone')).toMatch(/^Europe\/Berlin/);
      expect(about.get('Duration')).toBe('Answer to end');
    });

    it('keeps its heading in view, filters, and prints on one width', () => {
      const data = sheets[1];
      expect(data).toMatchObject({
        name: 'Calls',
        frozen: 'A2',
        filter: 'A1:I4',
        titles: '$1:$1',
        orientation: 'landscape',
        fitToWidth: 1,
        fitToHeight: 0,
      });
      for (const width of Object.values(data?.widths ?? {})) {
        expect(width).toBeGreaterThanOrEqual(8);
        expect(width).toBeLessThanOrEqual(60);
      }
      expect(data?.widths['H']).toBe(60);
    });
  });

  it('Parquet has instants in UTC, exact money, and says what it is', async () => {
    const { bytes } = await exported(service, 'parquet', { ...RANGE, dataset: 'calls' });
    const types = await parquetRows(
      bytes,
      "SELECT name, column_type FROM (SELECT column_name AS name, column_type FROM (DESCRIBE SELECT * FROM FILE)) WHERE name IN ('started_at', 'cost', 'call_id', 'turns', 'success', 'duration')",
    );
    expect(new Map(types.map(({ name, column_type: type }) => [name, type]))).toEqual(
      new Map([
        ['started_at', 'TIMESTAMP WITH TIME ZONE'],
        ['call_id', 'VARCHAR'],
        ['duration', 'DOUBLE'],
        ['success', 'BOOLEAN'],
        ['turns', 'INTEGER'],
        ['cost', 'DECIMAL(28,9)'],
      ]),
    );
    const rows = await parquetRows(
      bytes,
      'SELECT call_id, epoch_us(started_at) AS at, cost::VARCHAR AS cost, duration FROM FILE ORDER BY at',
    );
    expect(rows[0]).toEqual({
      call_id: '00123',
      at: BigInt(microsOf('2026-10-25T00:30:00Z')),
      cost: '0.037500000',
      duration: 108_000,
    });
    const metadata = await parquetRows(
      bytes,
      'SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(FILE)',
    );
    const about = new Map(metadata.map(({ key, value }) => [key, String(value)]));
    expect(about.get('zone')).toBe('Europe/Berlin');
    expect(about.get('filters')).toBe('none');
    expect(about.get('from')).toBe('2026-10-24T00:00:00Z');
    expect(JSON.parse(about.get('definitions') ?? '')).toMatchObject({ Duration: 'Answer to end' });
    expect(about.get('version')).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('of nothing are files without rows', async () => {
    const body = { ...RANGE, dataset: 'calls', filters: [{ dimension: 'agent', op: 'in', values: ['nobody'] }] };
    expect(await csvRows((await exported(service, 'csv', body)).bytes)).toHaveLength(1);
    expect((await exported(service, 'ndjson', body)).bytes).toHaveLength(0);
    expect(JSON.parse((await exported(service, 'json', body)).bytes.toString())).toMatchObject({
      rows: [],
      row_count: 0,
    });
    expect((await sheetsOf((await exported(service, 'xlsx', body)).bytes))[1]?.rows).toHaveLength(1);
    expect(await parquetRows((await exported(service, 'parquet', body)).bytes, 'FROM FILE')).toEqual([]);
  });

  it('of another tenant have nothing of this one', async () => {
    const input = { name: 'other', scopes: ['reports'], tenant: 'other' };
    const { key } = (await service.main.post('/v1/keys', input)) as { key: string };
    for (const dataset of EXPORT_DATASETS)
      expect(await csvRows((await exported(service, 'csv', { ...RANGE, dataset }, key)).bytes)).toHaveLength(1);
  });

  it('are refused with what would be valid', async () => {
    const refusal = async (format: string, body: object): Promise<unknown> => {
      const { status, error } = await exported(service, format, { ...RANGE, ...body });
      return [status, error.code, error.suggestions?.[0]];
    };
    expect(await refusal('csv', { dataset: 'calls', columns: ['durations'] })).toEqual([
      400,
      'unknown_column',
      'duration',
    ]);
    expect(await refusal('csv', { dataset: 'call' })).toEqual([400, 'unknown_dataset', 'calls']);
    expect(await refusal('xls', { dataset: 'calls' })).toEqual([400, 'unknown_format', 'xlsx']);
    expect(
      await refusal('csv', { dataset: 'touches', filters: [{ dimension: 'sourc', op: '=', values: ['a'] }] }),
    ).toEqual([400, 'unknown_dimension', 'source']);
    expect(await refusal('csv', {})).toEqual([400, 'invalid_request', undefined]);
    expect(await refusal('csv', { dataset: 'calls', decimal: ',' })).toEqual([400, 'invalid_request', undefined]);
    expect(await refusal('csv', { dataset: 'calls', timezone: 'Mars/Olympus' })).toEqual([
      400,
      'invalid_timezone',
      undefined,
    ]);
    const { key } = (await service.main.post('/v1/keys', { name: 'q', scopes: ['query'] })) as { key: string };
    expect((await exported(service, 'csv', { ...RANGE, dataset: 'calls' }, key)).status).toBe(403);
  });

  it('are in the audit log', async () => {
    const before = (await service.main.get('/v1/audit?action=export')) as { entries: unknown[] };
    await exported(service, 'csv', { ...RANGE, dataset: 'turns' });
    const { entries } = (await service.main.get('/v1/audit?action=export')) as {
      entries: { target: string; actor: string }[];
    };
    expect(entries.length === before.entries.length + 1 || entries.length === 100).toBe(true);
    expect(entries[0]).toMatchObject({
      actor: 'bootstrap',
      action: 'export.made',
      target: 'exports/turns_2026-10-24_2026-10-27.csv',
    });
  });
});
