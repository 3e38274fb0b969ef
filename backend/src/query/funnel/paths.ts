import type { Frame } from '@callsight/contract/query/answer';
import { FUNNEL_UNITS, type PathsQuery } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { resolveFilter, type ResolvedFilter } from '../../catalogue/filter.js';
import { oneOf } from '../../catalogue/one-of.js';
import { PATH_SEPARATOR, SIDE_STEPS, stepEntries, stepRank } from '../../duckdb/journeys.js';
import { filterSql } from '../filter-sql.js';
import { localTimeSql } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import { Parameters } from '../parameters.js';
import type { Range } from '../plan.js';
import type { QueryContext } from '../planner.js';
import { column, tableFrame } from '../table-frame.js';
import { apartSql } from './caller-sql.js';

/** A question about paths that has been checked. */
export interface PathsPlan {
  readonly unit: 'call' | 'caller';
  readonly steps: readonly string[] | undefined;
  readonly collapse: boolean;
  readonly filters: readonly ResolvedFilter[];
  readonly range: Range;
  readonly timezone: string;
  readonly limit: number | undefined;
}

/** Checks a question about paths. */
export function planPaths({ paths }: PathsQuery, catalogue: Catalogue, context: QueryContext): PathsPlan {
  const { unit = 'call', steps, collapse = false, filters = [], limit } = paths;
  return {
    unit: oneOf(FUNNEL_UNITS, 'unit', unit, '/paths/unit'),
    steps,
    collapse,
    filters: filters.map((filter, index) =>
      resolveFilter(filter, catalogue.dimensions, ['calls'], `/paths/filters/${index}`),
    ),
    range: context.range,
    timezone: context.timezone,
    limit,
  };
}

/** Conditions on calls, and what they bind. */
function callsSql(plan: PathsPlan, tenant: string, parameters: Parameters): string {
  const local = localTimeSql('started_at', plan.timezone, plan.range);
  const filters = plan.filters.map((filter) => filterSql(filter, 'calls', local, parameters));
  return [`tenant = ${tenant}`, ...filters].join(' AND ');
}

/**
 * Journeys of calls: most calls have one of few paths, which is kept with them, so that transitions are counted once for
 * each path and not for each call.
 */
function callPaths(plan: PathsPlan, tenant: string, parameters: Parameters): string {
  const { range } = plan;
  return `SELECT string_split(path, chr(${PATH_SEPARATOR.charCodeAt(0)})) AS journey, count(*) AS units FROM calls
    WHERE ${callsSql(plan, tenant, parameters)} AND started_at >= ${range.from} AND started_at < ${range.to}
    GROUP BY path`;
}

const OF_PATH = ['booking.confirmed', 'payment.succeeded', 'booking.kept'];

/** Steps that a question names and no path has. */
const sidesOf = ({ steps = [] }: PathsPlan): string[] => SIDE_STEPS.filter((step) => steps.includes(step));

/** SQL of every step of some calls: `unit`, `moment`, `step`. @param unit column that says whose it is */
function stepsOfCalls(plan: PathsPlan, calls: string, unit: 'call_id' | 'caller'): string[] {
  const entries = (text: string): string =>
    `SELECT ${unit} AS unit, unnest(times) AS moment, step FROM (${stepEntries(unit, calls, text)})`;
  const business = [...OF_PATH, ...sidesOf(plan)].map((step) => `'${step}'`).join(', ');
  const timed = (column: string, step: string): string =>
    `SELECT ${unit} AS unit, ${column} AS moment, '${step}' AS step FROM ${calls} WHERE ${column} IS NOT NULL`;
  return [
    timed('started_at', 'call.started'),
    timed('answered_at', 'call.answered'),
    ...(sidesOf(plan).includes('call.ended') ? [timed('ended_at', 'call.ended')] : []),
    entries('steps'),
    `FROM (${entries('business_steps')}) WHERE step IN (${business})`,
  ];
}

/** SQL of journeys as lists, from single steps. */
const inOrder = (parts: readonly string[], condition = 'true'): string =>
  `SELECT list(step ORDER BY moment, ${stepRank('step')}, step) AS journey, 1 AS units
   FROM (${parts.join(' UNION ALL ')}) WHERE ${condition} GROUP BY unit`;

/** Journeys of calls with steps that are not kept among those of a path. */
function callStepPaths(plan: PathsPlan, tenant: string, parameters: Parameters): string {
  const { range } = plan;
  const calls = `(FROM calls WHERE ${callsSql(plan, tenant, parameters)} AND started_at >= ${range.from} AND started_at < ${range.to})`;
  return inOrder(stepsOfCalls(plan, calls, 'call_id'));
}

/** Journeys of callers, over all their calls, bookings and payments, cut to the range. */
function callerPaths(plan: PathsPlan, tenant: string, parameters: Parameters): string {
  const { range } = plan;
  const calls = `(FROM calls WHERE ${callsSql(plan, tenant, parameters)} AND caller IS NOT NULL)`;
  const apart =
    plan.filters.length > 0
      ? []
      : [...OF_PATH, ...sidesOf(plan)].flatMap((step) => {
          const source = apartSql(step, tenant);
          return source === undefined ? [] : [`SELECT person, moment, '${step}' FROM (${source})`];
        });
  const parts = [...stepsOfCalls(plan, calls, 'caller'), ...apart];
  return inOrder(parts, `moment >= ${range.from} AND moment < ${range.to}`);
}

function journeysSql(plan: PathsPlan, tenant: string, parameters: Parameters): string {
  if (plan.unit === 'caller') return callerPaths(plan, tenant, parameters);
  return (sidesOf(plan).length > 0 ? callStepPaths : callPaths)(plan, tenant, parameters);
}

/** Counts how often one step follows directly on another. */
export async function answerPaths(refId: string, plan: PathsPlan, tenant: string, run: RunStatement): Promise<Frame> {
  const parameters = new Parameters();
  const bound = parameters.bind(tenant);
  const journeys = journeysSql(plan, bound, parameters);
  const only = plan.steps?.map((step) => parameters.bind(step)).join(', ');
  const kept = only === undefined ? 'journey' : `list_filter(journey, x -> x IN (${only}))`;
  const rows = await run(
    parameters.statement(`
      WITH journeys AS (${journeys}), kept AS (SELECT ${kept} AS journey, units FROM journeys),
      pairs AS (
        SELECT unnest(list_zip(journey[:-2], journey[2:])) AS pair, units FROM kept WHERE len(journey) > 1
      )
      SELECT pair[1] AS source, pair[2] AS target, sum(units) AS count FROM pairs
      ${plan.collapse ? 'WHERE pair[1] <> pair[2]' : ''}
      GROUP BY ALL ORDER BY count DESC, source, target${plan.limit === undefined ? '' : ` LIMIT ${plan.limit}`}`),
  );
  const meta = {
    type: 'numeric-long',
    typeVersion: [0, 1],
    custom: { from: plan.range.from / 1_000, to: plan.range.to / 1_000, timezone: plan.timezone, unit: plan.unit },
  };
  const columns = [
    column<(typeof rows)[number]>('from', 'string', { displayName: 'From' }, ({ source }) => String(source)),
    column<(typeof rows)[number]>('to', 'string', { displayName: 'To' }, ({ target }) => String(target)),
    column<(typeof rows)[number]>('count', 'number', { displayName: 'Transitions', unit: 'short' }, ({ count }) =>
      Number(count),
    ),
  ];
  return tableFrame(refId, refId, meta, columns, rows);
}
