import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { CallsQuery } from '@callsight/contract/query/request';
import type { Catalogue } from '../catalogue/catalogue.js';
import { resolveFilter } from '../catalogue/filter.js';
import { QueryError } from '../catalogue/query-error.js';
import type { Row } from '../duckdb/reader.js';
import { amountToNumber } from '../money/amount.js';
import { NO_SHIFT } from './local-time.js';
import type { RunStatement } from './measure.js';
import { Parameters } from './parameters.js';
import type { QueryContext } from './planner.js';
import { conditionsSql } from './rows-sql.js';

interface ListColumn {
  readonly name: string;
  readonly type: FrameField['type'];
  readonly unit?: string;
  readonly read: (row: Row) => FrameValue;
}

const text = (name: string): ListColumn => ({
  name,
  type: 'string',
  read: (row) => {
    const value = row[name];
    return typeof value === 'string' ? value : null;
  },
});
const flag = (name: string): ListColumn => ({
  name,
  type: 'boolean',
  read: (row) => (typeof row[name] === 'boolean' ? row[name] : null),
});
const number = (name: string, unit: string, divisor = 1): ListColumn => ({
  name,
  type: 'number',
  unit,
  read: (row) => (row[name] === null ? null : Number(row[name]) / divisor),
});
const time = (name: string): ListColumn => ({
  name,
  type: 'time',
  read: (row) => (row[name] === null ? null : Number(row[name]) / 1_000),
});

const COLUMNS: readonly ListColumn[] = [
  time('started_at'),
  text('call_id'),
  text('direction'),
  text('outcome'),
  text('agent'),
  text('agent_name'),
  text('agent_version'),
  text('caller_masked'),
  text('country'),
  text('language'),
  text('queue'),
  text('channel'),
  time('answered_at'),
  time('ended_at'),
  number('wait', 's', 1e6),
  number('duration', 's', 1e6),
  number('hold', 's', 1e6),
  number('talk', 's', 1e6),
  text('ended_by'),
  text('end_reason'),
  flag('transferred'),
  flag('success'),
  number('sentiment', 'none'),
  number('turns', 'short'),
  number('interruptions', 'short'),
  number('errors', 'short'),
  {
    name: 'cost',
    type: 'number',
    unit: 'none',
    read: (row) => (typeof row['cost'] === 'bigint' ? amountToNumber(row['cost']) : null),
  },
  text('currency'),
  text('provider'),
  text('source'),
  text('medium'),
  text('campaign'),
  text('summary'),
];

interface Cursor {
  readonly at: number;
  readonly id: string;
}

function readCursor(cursor: string): Cursor {
  const match = /^(\d{1,16}):(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null)
    throw new QueryError('invalid_cursor', 'the cursor is not one that an earlier answer gave', '/calls/cursor');
  return { at: Number(match[1]), id: match[2] ?? '' };
}

const writeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at}:${id}`).toString('base64url');

/** Lists calls, the latest first; the answer's `meta.custom.nextCursor` leads to the next page. */
export async function listCalls(
  { refId, calls }: CallsQuery,
  catalogue: Catalogue,
  context: QueryContext,
  tenant: string,
  run: RunStatement,
): Promise<Frame> {
  const parameters = new Parameters();
  const filters = (calls.filters ?? []).map((filter, index) =>
    resolveFilter(filter, catalogue.dimensions, ['calls'], `/calls/filters/${index}`),
  );
  const limit = calls.limit ?? 100;
  const scope = { tenant, dataset: 'calls', range: context.range, shift: NO_SHIFT } as const;
  const conditions = [conditionsSql({ filters, timezone: context.timezone }, scope, parameters)];
  if (calls.cursor !== undefined) {
    const { at, id } = readCursor(calls.cursor);
    conditions.push(`(started_at < ${at} OR (started_at = ${at} AND call_id < ${parameters.bind(id)}))`);
  }
  const names = COLUMNS.map(({ name }) => `"${name}"`).join(', ');
  const sql = `SELECT ${names} FROM calls WHERE ${conditions.join(' AND ')} ORDER BY started_at DESC, call_id DESC LIMIT ${limit + 1}`;
  const found = await run({ sql, values: parameters.values });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const nextCursor =
    last === undefined ? null : writeCursor({ at: Number(last['started_at']), id: String(last['call_id']) });
  return {
    schema: {
      refId,
      name: refId,
      meta: { type: 'table', custom: { nextCursor } },
      fields: COLUMNS.map(({ name, type, unit }) => ({ name, type, config: unit === undefined ? {} : { unit } })),
    },
    data: { values: COLUMNS.map(({ read }) => rows.map(read)) },
  };
}
