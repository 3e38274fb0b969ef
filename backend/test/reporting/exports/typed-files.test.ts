import { microsOf } from '../../support/events/event.js';
import { TestService } from '../../support/service/test-service.js';
import { exported, parquetRows, sheetsOf, shownIn, type Sheet } from './exported.js';
import { EVENTS, MANY_TAGS, NOW, RANGE } from './odd-events.js';

jest.setTimeout(180_000);

describe('files with types', () => {
  const service = TestService.forTests(NOW);
  beforeAll(async () => {
    await service.main.send(EVENTS);
    await service.waitUntilProjected();
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

    const aboutOf = (sheet: Sheet | undefined): Map<unknown, unknown> =>
      new Map(sheet?.rows.map(([label, text]) => [label?.value, text?.value]));

    it('has typed cells: times in the zone and in UTC, lengths, money of its currency, texts', () => {
      const [heading = [], first = [], second = [], third = []] = sheets[1]?.rows ?? [];
      expect(heading.map((cell) => cell?.value)).toEqual([
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
      expect(first.slice(0, 7)).toEqual([
        { value: '00123', format: '@', type: 's' },
        { value: '2026-10-25T02:30:00', format: time, type: 'd' },
        { value: '2026-10-25T00:30:00', format: time, type: 'd' },
        { value: 108_000, format: '[h]:mm:ss', type: 'd' },
        { value: 0.0375, format: '#,##0.00\\ "EUR"', type: 'n' },
        { value: expect.stringMatching(/^\+49•+20$/) as string, format: '@', type: 's' },
        { value: 2, format: '#,##0', type: 'n' },
      ]);
      expect(first[8]).toMatchObject({ value: true, type: 'b' });
      expect(second[1]?.value).toBe('2026-10-25T02:30:00.250000');
      expect(second[2]?.value).toBe('2026-10-25T01:30:00.250000');
      expect(second[4]).toEqual({ value: 12, format: '#,##0\\ "JPY"', type: 'n' });
      // What is not known is empty, and never 0.
      expect([third[3], third[4], third[8]]).toEqual([null, null, null]);
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
      const [heading = [], first = []] = long[1]?.rows ?? [];
      const index = heading.findIndex((cell) => cell?.value === 'Tags');
      expect(first[index]?.value).toBe(JSON.stringify(MANY_TAGS).slice(0, 32_767));
      expect(aboutOf(long[0]).get('Limits hit')).toBe(
        '1 texts were longer than the 32,767 characters of a cell, and were cut',
      );
    });

    it('says first what it is', () => {
      const about = aboutOf(sheets[0]);
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
      'SELECT call_id, epoch_us(started_at) AS started, cost::VARCHAR AS cost, duration FROM FILE ORDER BY started',
    );
    expect(rows[0]).toEqual({
      call_id: '00123',
      started: BigInt(microsOf('2026-10-25T00:30:00Z')),
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
});
