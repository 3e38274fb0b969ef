import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueryRequest } from '@callsight/contract/query/request';
import { format } from 'sql-formatter';
import { Catalogue } from '../../../src/analytics/catalogue/catalogue.js';
import { APPOINTMENT_FUNNEL } from '../../../src/analytics/catalogue/funnels/funnel.js';
import { aggregatesOf } from '../../../src/analytics/catalogue/language/expression.js';
import { QueryEngine } from '../../../src/analytics/query/engine.js';
import { readConfig } from '../../../src/config/config.js';
import { Turns } from '../../../src/lib/scheduling/turns.js';
import { binsStatement, seriesStatement } from '../../../src/monitoring/thresholds/series-sql.js';
import { DataVersions } from '../../../src/projection/rows/data-versions.js';
import { openDatabase, type Database } from '../../../src/storage/duckdb/database.js';
import { ReaderPool } from '../../../src/storage/duckdb/reader.js';
import type { BoundValues, StatementRunner } from '../../../src/storage/duckdb/statement.js';

/**
 * One question for each maker of SQL; the statements that it leads to are in docs/sql-examples, for people who read the
 * maker.
 * `UPDATE_EXAMPLES=1 npx jest --selectProjects backend -- sql-examples` writes them.
 */
const EXAMPLES: readonly { readonly file: string; readonly query: Record<string, unknown> }[] = [
  {
    file: 'rows-sql.sql',
    query: {
      metrics: ['calls.count', 'calls.asa', 'calls.duration.p95'],
      groupBy: ['agent'],
      interval: '1h',
      filters: [{ dimension: 'direction', op: '=', values: ['inbound'] }],
    },
  },
  { file: 'presence-sql.sql', query: { metrics: ['calls.active'], interval: '1h' } },
  { file: 'health-sql.sql', query: { metrics: ['health.availability'], groupBy: ['component'] } },
  {
    file: 'failed-in-a-row-sql.sql',
    query: { metrics: ['health.failed_in_a_row'], groupBy: ['component'] },
  },
  { file: 'calls-list.sql', query: { calls: { limit: 50 } } },
  { file: 'funnel-sql.sql', query: { funnel: { id: 'appointment', breakdown: 'agent' } } },
  {
    file: 'caller-sql.sql',
    query: { funnel: { steps: ['call.started', 'slot.offered', 'booking.confirmed'], unit: 'caller', window: '7d' } },
  },
  { file: 'paths.sql', query: { paths: {} } },
  {
    file: 'attribution-sql.sql',
    query: { attribution: { model: ['linear'], groupBy: ['source'], lookback: '30d' } },
  },
  { file: 'observe.sql', query: { segments: { metrics: ['calls.answer_rate'], by: 'agent' } } },
];

const FOLDER = join(__dirname, '../../../../docs/sql-examples');
const NOW = Date.parse('2026-05-10T12:00:00Z');

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ file: ':memory:', memoryLimit: '1GB', threads: 2, attributes: [] });
});
afterAll(() => database.close());

const valueText = (value: BoundValues[string]): string => (typeof value === 'string' ? `'${value}'` : String(value));

function statementText(sql: string, values: BoundValues): string {
  const bound = Object.entries(values).map(([name, value]) => `-- $${name} = ${valueText(value)}\n`);
  const text = format(sql, {
    language: 'duckdb',
    keywordCase: 'upper',
    expressionWidth: 110,
    paramTypes: { custom: [{ regex: String.raw`\$\w+` }] },
  });
  return `${bound.join('')}${text};\n`;
}

/** Statements that a question leads to, as the database ran them. */
async function statementsOf(query: Record<string, unknown>): Promise<string[]> {
  const { config } = readConfig({});
  const readers = new ReaderPool(() => database.connect(), { most: 1, timeoutMs: 10_000, turns: new Turns() });
  const texts: string[] = [];
  const statements: StatementRunner = {
    stream: (sql, values, options) => {
      texts.push(statementText(sql, values));
      return readers.stream(sql, values, options);
    },
  };
  const engine = new QueryEngine({
    statements,
    versions: new DataVersions(),
    catalogueOf: () => Catalogue.builtIn(config.metrics, []),
    funnelsOf: () => [APPOINTMENT_FUNNEL],
    holidaysOf: () => new Set(),
    thresholds: () => Promise.reject(new Error('no thresholds here')),
    maxBuckets: 10_000,
    maxRows: 10_000,
    maxCells: 100_000,
    timeoutMs: 10_000,
    onFault: (error) => {
      throw error;
    },
  });
  const request = {
    from: '2026-05-09T00:00:00Z',
    to: '2026-05-10T00:00:00Z',
    timezone: 'Europe/Berlin',
    queries: [{ refId: 'A', ...query }],
  } as unknown as QueryRequest;
  const { results } = await engine.answer(request, 'main', { now: NOW });
  readers.close();
  expect(results['A']).not.toHaveProperty('error');
  return texts;
}

test.each(EXAMPLES)('$file is what its question leads to', async ({ file, query }) => {
  const texts = await statementsOf(query);
  const expected = `-- ${JSON.stringify(query)}, asked for a day by tenant main\n\n${texts.join('\n')}`;
  if (process.env['UPDATE_EXAMPLES'] === '1') writeFileSync(join(FOLDER, file), expected);
  expect(readFileSync(join(FOLDER, file), 'utf8')).toBe(expected);
});

test('series-sql.sql is what thresholds read', () => {
  const { config } = readConfig({});
  const catalogue = Catalogue.builtIn(config.metrics, []);
  const agent = catalogue.dimensions.get('agent');
  const source = { tenant: 'main', timezone: 'UTC', groups: agent === undefined ? [] : [agent], now: NOW * 1_000 };
  const from = Date.parse('2026-05-09T00:00:00Z') / 60_000;
  const stretch = { from, to: from + 1_440, stepMinutes: 5 };
  const wanted = aggregatesOf(catalogue.formula('calls.error_rate')).map((aggregate) => ({
    aggregate,
    currency: undefined,
  }));
  const [latency] = aggregatesOf(catalogue.formula('turns.latency.p95'));
  if (latency === undefined) throw new Error('a latency has an aggregate');
  const statements = [
    seriesStatement({ ...source, dataset: 'calls' }, stretch, wanted),
    binsStatement({ ...source, dataset: 'turns' }, stretch, latency, []),
  ];
  const texts = statements.map(({ sql, values }) => statementText(sql, values));
  const expected = `-- calls.error_rate and turns.latency.p95 by agent, in steps of five minutes, for tenant main\n\n${texts.join('\n')}`;
  const path = join(FOLDER, 'series-sql.sql');
  if (process.env['UPDATE_EXAMPLES'] === '1') writeFileSync(path, expected);
  expect(readFileSync(path, 'utf8')).toBe(expected);
});
