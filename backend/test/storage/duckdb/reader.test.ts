import { openDatabase, type Database } from '../../../src/storage/duckdb/database.js';
import { Turns } from '../../../src/lib/scheduling/turns.js';
import { ReaderPool } from '../../../src/storage/duckdb/reader.js';

/** Takes minutes if nobody stops it. */
const ENDLESS = 'SELECT count(*) AS n FROM range(1_000_000) AS a(x), range(1_000_000) AS b(y) WHERE (x * y) % 7 = 3';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ file: ':memory:', memoryLimit: '1GB', threads: 2, attributes: [] });
});
afterAll(() => database.close());

const pool = (most: number, timeoutMs: number): ReaderPool =>
  new ReaderPool(() => database.connect(), { most, timeoutMs, turns: new Turns() });

describe('ReaderPool', () => {
  it('interrupts a query that takes longer than its limit, and the connection goes on', async () => {
    const readers = pool(1, 150);
    await expect(readers.rows(ENDLESS, {})).rejects.toMatchObject({ name: 'QueryStopped', why: 'timeout' });
    expect(await readers.rows('SELECT 1 AS n', {})).toEqual([{ n: 1 }]);
    readers.close();
  });

  it('interrupts a query when nobody waits for it any more', async () => {
    const readers = pool(1, 60_000);
    const controller = new AbortController();
    const asked = readers.rows(ENDLESS, {}, controller.signal);
    setImmediate(() => controller.abort());
    await expect(asked).rejects.toMatchObject({ name: 'QueryStopped', why: 'cancelled' });
    await expect(readers.rows('SELECT 1', {}, controller.signal)).rejects.toMatchObject({ why: 'cancelled' });
    readers.close();
  });

  it('lets who finds all connections in use wait in line', async () => {
    const readers = pool(2, 60_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => readers.rows('SELECT $n::INTEGER AS n', { n })),
    );
    expect(answers.flat()).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
    readers.close();
  });
});
