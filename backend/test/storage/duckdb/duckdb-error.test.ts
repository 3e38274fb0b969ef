import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { pino } from 'pino';
import { DuckDbError } from '../../../src/storage/duckdb/duckdb-error.js';
import { DatabaseWatch } from '../../../src/storage/integrity/database-watch.js';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("CREATE TABLE texts AS SELECT 'x' AS text");
});
afterAll(() => connection.closeSync());

async function errorOf(sql: string, values: Record<string, string> = {}): Promise<DuckDbError> {
  try {
    await connection.runAndReadAll(sql, values);
  } catch (error) {
    return DuckDbError.of(error);
  }
  throw new Error(`no error: ${sql} ${JSON.stringify(values)}`);
}

it.each(
  ['(', ')', '[', '[a', '*', '\\', 'a**', 'a{2,1}', 'x{1001}', 'a{1,2}{3}', '((((a{100}){100}){100}){100})'].concat([
    '(?P<n',
    '(?<n>',
    '(?=a)',
    '(?i',
    '(?#c',
    '(?P=n)',
    '\\8',
    '\\x{110000}',
    '[z-a]',
    '[[:foo:]]',
    '\\pX',
  ]),
)('takes the pattern %s for a fault of whoever wrote it', async (pattern) => {
  const { fault, detail } = await errorOf('SELECT count(*) FROM texts WHERE regexp_matches(text, $pattern)', {
    pattern,
  });
  expect(fault).toBe('invalid-input');
  expect(detail).not.toContain('Error');
});

it.each([
  // The same class of DuckDB's errors as a wrong pattern, and nothing that a pattern could mend.
  ["SELECT strptime(text, 'no format %') FROM texts", 'Invalid Input Error'],
  ['SELECT * FROM nothing', 'Catalog Error'],
  ['SELECT no_such FROM texts', 'Binder Error'],
  ['SELECT 1 +', 'Parser Error'],
  ['SELECT text::INTEGER FROM texts', 'Conversion Error'],
])('takes %s for a bug, with all that DuckDB says', async (sql, name) => {
  const { fault, message } = await errorOf(sql);
  expect(message).toContain(name);
  expect(fault).toBe('bug');
});

it('takes what keeps the database from working for unavailable, and a typed error as it is', async () => {
  const { fault, cause } = await errorOf("ATTACH '/no/such/folder/at/all.duckdb' AS other");
  expect(fault).toBe('unavailable');
  expect(cause).toBeDefined();
  const typed = new DuckDbError('out of memory', 'unavailable');
  expect(DuckDbError.of(typed)).toBe(typed);
});

it('keeps the whole message, so that what a user wrote is not taken for what DuckDB says of its file', async () => {
  const pattern = '(corrupt block, wrong checksum';
  const error = await errorOf('SELECT count(*) FROM texts WHERE regexp_matches(text, $pattern)', { pattern });
  expect(error.fault).toBe('invalid-input');
  const watch = new DatabaseWatch('/nowhere', pino({ enabled: false }));
  watch.note(error);
  expect(watch.damage).toBeUndefined();
});
