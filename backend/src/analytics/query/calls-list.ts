import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { CELL_ENDS, type CallsQuery, type CellEnd } from '@callsight/contract/query/calls';
import { resolveFilter } from '../catalogue/language/filter.js';
import { oneOf } from '../catalogue/language/one-of.js';
import { QueryError, unknownId } from '../catalogue/language/query-error.js';
import type { Row } from '../../storage/duckdb/statement.js';
import { amountToNumber } from '../../lib/money/amount.js';
import { NO_SHIFT } from './local-time.js';
import type { Asking } from './answer-query.js';
import type { FunnelPlan } from './funnel/funnel-plan.js';
import { funnelSql } from './funnel/funnel-sql.js';
import { planFunnel, readSteps } from './funnel/resolve-funnel.js';
import { Parameters } from './parameters.js';
import { conditionsSql } from './rows-sql.js';

interface ListColumn {
  readonly name: string;
  readonly title: string;
  readonly type: FrameField['type'];
  readonly unit?: string;
  readonly read: (row: Row) => FrameValue;
}

const text = (name: string, title: string): ListColumn => ({
  name,
  title,
  type: 'string',
  read: (row) => {
    const value = row[name];
    return typeof value === 'string' ? value : null;
  },
});
const flag = (name: string, title: string): ListColumn => ({
  name,
  title,
  type: 'boolean',
  read: (row) => (typeof row[name] === 'boolean' ? row[name] : null),
});
const number = (name: string, title: string, unit: string, divisor = 1): ListColumn => ({
  name,
  title,
  type: 'number',
  unit,
  read: (row) => (row[name] === null ? null : Number(row[name]) / divisor),
});
const time = (name: string, title: string): ListColumn => ({
  name,
  title,
  type: 'time',
  read: (row) => (row[name] === null ? null : Number(row[name]) / 1_000),
});

const COLUMNS: readonly ListColumn[] = [
  time('started_at', 'Started'),
  text('call_id', 'Call'),
  text('direction', 'Direction'),
  text('outcome', 'Outcome'),
  text('agent', 'Agent'),
  text('agent_name', 'Agent name'),
  text('agent_version', 'Agent version'),
  text('caller_masked', 'Caller'),
  text('country', 'Country'),
  text('language', 'Language'),
  text('queue', 'Queue'),
  text('channel', 'Channel'),
  time('answered_at', 'Answered'),
  time('ended_at', 'Ended'),
  number('wait', 'Wait', 's', 1e6),
  number('duration', 'Duration', 's', 1e6),
  number('hold', 'Hold', 's', 1e6),
  number('talk', 'Talk', 's', 1e6),
  number('talk_ratio', 'Talk ratio', 'percentunit'),
  number('overlap', 'Overlap', 's', 1e6),
  text('ended_by', 'Ended by'),
  text('end_reason', 'End reason'),
  flag('transferred', 'Transferred'),
  flag('success', 'Success'),
  number('sentiment', 'Sentiment', 'none'),
  number('turns', 'Turns', 'short'),
  number('interruptions', 'Interruptions', 'short'),
  number('errors', 'Errors', 'short'),
  {
    name: 'cost',
    title: 'Cost',
    type: 'number',
    unit: 'none',
    read: (row) => (typeof row['cost'] === 'bigint' ? amountToNumber(row['cost']) : null),
  },
  text('currency', 'Currency'),
  text('provider', 'Provider'),
  text('source', 'Source'),
  text('medium', 'Medium'),
  text('campaign', 'Campaign'),
  text('summary', 'Summary'),
];

interface Cursor {
  readonly at: number;
  readonly id: string;
}

function readCursor(cursor: string): Cursor {
  const match = /^(\d{1,16}):(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (match === null)
    throw new QueryError('invalid_cursor', 'invalid cursor; use the one of an earlier response', '/calls/cursor');
  return { at: Number(match[1]), id: match[2] ?? '' };
}

const writeCursor = ({ at, id }: Cursor): string => Buffer.from(`${at}:${id}`).toString('base64url');

type Asked = CallsQuery['calls'];

/** What chooses the calls of a list. */
interface Chosen {
  /** Tables that the conditions name, as SQL that stands before a SELECT. */
  readonly tables: string;
  readonly conditions: string;
  readonly parameters: Parameters;
}

function ofRange({ filters = [] }: Asked, { catalogue, context, tenant }: Asking): Chosen {
  const parameters = new Parameters();
  const resolved = filters.map((filter, index) =>
    resolveFilter(filter, catalogue.dimensions, ['calls'], `/calls/filters/${index}`),
  );
  const scope = { tenant, dataset: 'calls', range: context.range, shift: NO_SHIFT } as const;
  const conditions = conditionsSql({ filters: resolved, timezone: context.timezone }, scope, parameters);
  return { tables: '', conditions, parameters };
}

/** Place of a step, counted from 1. */
function placeOf(step: string | number, { definition }: FunnelPlan): number {
  const names = definition.steps.map((one) => one.step);
  const place = typeof step === 'number' ? step : names.indexOf(step) + 1;
  if (place >= 1 && place <= names.length) return place;
  throw unknownId('unknown_step', 'step in this funnel', String(step), names, '/calls/step');
}

/** Condition on the units of a cell. */
const CELLS: Readonly<Record<CellEnd, (place: number, last: number) => string>> = {
  reached: (place) => `reached >= ${place}`,
  dropped: (place, last) => `reached = ${place} AND reached < ${last} AND NOT pending`,
  pending: (place) => `reached = ${place} AND pending`,
  converted: (_place, last) => `reached = ${last}`,
};

/** The calls of one cell of a funnel; of callers all calls from the begin of the attempt to the end of its window. */
async function ofCell(asked: Asked, asking: Asking): Promise<Chosen> {
  const { funnel = {}, filters = [], step = 1, end = 'reached' } = asked;
  const { catalogue, funnels, context, tenant, run } = asking;
  const plan = planFunnel(
    {
      selection: { ...funnel, filters: [...(funnel.filters ?? []), ...filters] },
      groupBy: [],
      path: '/calls/funnel',
      groupsPath: '/calls/funnel',
    },
    catalogue,
    funnels,
    context,
  );
  const { tables, parameters } = funnelSql(plan, tenant, await readSteps(tenant, run));
  const { steps, unit, window } = plan.definition;
  const cell = `FROM units WHERE ${CELLS[oneOf(CELL_ENDS, 'end', end, '/calls/end')](placeOf(step, plan), steps.length)}`;
  const begun = `call_id IN (SELECT call_id ${cell})`;
  const conditions =
    unit === 'call'
      ? begun
      : `(${begun} OR EXISTS (FROM (SELECT unit, start ${cell}) AS own WHERE own.unit = caller
          AND started_at >= own.start AND started_at <= least(own.start + ${window}, ${context.now})))`;
  return { tables: `${tables} `, conditions: `tenant = ${parameters.bind(tenant)} AND ${conditions}`, parameters };
}

/** What chooses the calls of a list, from where its cursor leads to. */
export async function chooseCalls(calls: Asked, asking: Asking): Promise<Chosen> {
  const chosen = calls.funnel === undefined ? ofRange(calls, asking) : await ofCell(calls, asking);
  if (calls.cursor === undefined) return chosen;
  const { at, id } = readCursor(calls.cursor);
  const further = `(started_at < ${at} OR (started_at = ${at} AND call_id < ${chosen.parameters.bind(id)}))`;
  return { ...chosen, conditions: `${chosen.conditions} AND ${further}` };
}

/** Lists calls, the latest first; the answer's `meta.custom.nextCursor` leads to the next page. */
export async function listCalls({ refId, calls }: CallsQuery, asking: Asking): Promise<Frame> {
  const { tables, conditions, parameters } = await chooseCalls(calls, asking);
  const limit = calls.limit ?? 100;
  const names = COLUMNS.map(({ name }) => `"${name}"`).join(', ');
  const sql = `${tables}SELECT ${names} FROM calls WHERE ${conditions} ORDER BY started_at DESC, call_id DESC LIMIT ${limit + 1}`;
  const found = await asking.run(parameters.statement(sql));
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const nextCursor =
    last === undefined ? null : writeCursor({ at: Number(last['started_at']), id: String(last['call_id']) });
  return {
    schema: {
      refId,
      name: refId,
      meta: { type: 'table', custom: { nextCursor } },
      fields: COLUMNS.map(({ name, title, type, unit }) => ({
        name,
        type,
        config: { displayName: title, ...(unit === undefined ? {} : { unit }) },
      })),
    },
    data: { values: COLUMNS.map(({ read }) => rows.map(read)) },
  };
}
