import { EXPORT_DATASETS } from '@callsight/contract/exports';
import { TestService } from '../../support/service/test-service.js';
import { csvRows, exported, parquetRows, sheetsOf } from './exported.js';
import { EVENTS, LONG_TEXT, NOW, RANGE } from './odd-events.js';

jest.setTimeout(180_000);

/** Metrics that count the rows of a dataset. */
const COUNTS: Readonly<Record<string, string>> = { calls: 'calls.count', turns: 'turns.count' };

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
