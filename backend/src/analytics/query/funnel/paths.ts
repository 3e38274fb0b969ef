import type { Frame } from '@callsight/contract/query/answer';
import { FUNNEL_UNITS, type PathsQuery } from '@callsight/contract/query/funnel';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { resolveFilter, type ResolvedFilter } from '../../catalogue/language/filter.js';
import { oneOf } from '../../catalogue/language/one-of.js';
import { PATH_SEPARATOR, SIDE_STEPS, stepEntries, stepRank } from '../../../projection/rows/journeys.js';
import { filterSql } from '../filter-sql.js';
import { anyTime, localTimeSql } from '../local-time.js';
import type { RunStatement } from '../measure.js';
import { Parameters } from '../parameters.js';
import type { Range } from '../plan.js';
import { DAY_MICROS } from '../../../lib/time/durations.js';
import type { QueryContext } from '../planner.js';
import { column, tableFrame } from '../table-frame.js';
import { apartSql } from './caller-sql.js';
import type { Micros } from '../../../lib/time/units.js';

/** A question about paths that has been checked. */
export interface PathsPlan {
  readonly unit: 'call' | 'caller';
  readonly steps: readonly string[] | undefined;
  readonly collapse: boolean;
  readonly filters: readonly ResolvedFilter[];
  readonly range: Range;
  readonly timezone: string;
  /** Epoch microseconds. */
  readonly now: Micros;
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
    now: context.now,
    limit,
  };
}

/** A call can have begun so long before a step of it. */
const LONGEST_JOURNEY = 400 * DAY_MICROS;

/** Makes SQL of how often one step follows on another: `source`, `target`, `units`; a pair may stand in several rows. */
interface Asking {
  readonly plan: PathsPlan;
  /** Its placeholder. */
  readonly tenant: string;
  readonly parameters: Parameters;
  /** Placeholders of the only steps that count, if not all do. */
  readonly only: string | undefined;
}

/** Conditions that choose calls. */
function callsSql({ plan, tenant, parameters }: Asking): string {
  const { range, timezone, now } = plan;
  // The calls of a caller count by their steps, wherever they started.
  const local = localTimeSql('started_at', timezone, plan.unit === 'call' ? range : anyTime(now));
  const filters = plan.filters.map((filter) => filterSql(filter, 'calls', local, parameters));
  return [`tenant = ${tenant}`, ...filters].join(' AND ');
}

const startsIn = ({ range }: PathsPlan): string => `started_at >= ${range.from} AND started_at < ${range.to}`;

/**
 * Journeys of calls: most calls have one of few paths, which is kept with them, so that transitions are counted once for
 * each path and not for each call.
 */
function keptPairs(asking: Asking): string {
  const { plan, only } = asking;
  const steps = `string_split(path, chr(${PATH_SEPARATOR.charCodeAt(0)}))`;
  const journey = only === undefined ? steps : `list_filter(${steps}, x -> x IN (${only}))`;
  return `
    SELECT pair[1] AS source, pair[2] AS target, units FROM (
      SELECT unnest(list_zip(journey[:-2], journey[2:])) AS pair, units FROM (
        SELECT ${journey} AS journey, count(*) AS units FROM calls WHERE ${callsSql(asking)} AND ${startsIn(plan)} GROUP BY path
      ) WHERE len(journey) > 1)`;
}

const OF_PATH = ['booking.confirmed', 'payment.succeeded', 'booking.kept'];

/** Steps that a question names and no path has. */
const sidesOf = ({ steps = [] }: PathsPlan): string[] => SIDE_STEPS.filter((step) => steps.includes(step));

/**
 * SQL of every step of some calls: `unit`, `moment`, `step`.
 * @param unit column that says whose it is
 * @param recent condition on calls of which anything but bookings and payments can matter
 */
function stepsOfCalls(plan: PathsPlan, calls: string, unit: 'call_id' | 'caller', recent = 'true'): string[] {
  const reported = `(FROM ${calls} WHERE ${recent})`;
  const entries = (text: string, from: string): string =>
    `SELECT ${unit} AS unit, unnest(times) AS moment, step FROM (${stepEntries(unit, from, text)})`;
  const business = [...OF_PATH, ...sidesOf(plan)].map((step) => `'${step}'`).join(', ');
  const timed = (column: string, step: string): string =>
    `SELECT ${unit} AS unit, ${column} AS moment, '${step}' AS step FROM ${reported} WHERE ${column} IS NOT NULL`;
  return [
    timed('started_at', 'call.started'),
    timed('answered_at', 'call.answered'),
    ...(sidesOf(plan).includes('call.ended') ? [timed('ended_at', 'call.ended')] : []),
    entries('steps', reported),
    `FROM (${entries('business_steps', calls)}) WHERE step IN (${business})`,
  ];
}

/** SQL of pairs from single steps. */
function pairsOf({ only }: Asking, parts: readonly string[], condition = 'true'): string {
  const kept = only === undefined ? condition : `${condition} AND step IN (${only})`;
  return `
    SELECT step AS source, lead(step) OVER (PARTITION BY unit ORDER BY moment, ${stepRank('step')}, step) AS target, 1 AS units
    FROM (${parts.join(' UNION ALL ')}) WHERE ${kept}`;
}

/** Journeys of calls with steps that are not kept among those of a path. */
function callPairs(asking: Asking): string {
  const calls = `(FROM calls WHERE ${callsSql(asking)} AND ${startsIn(asking.plan)})`;
  return pairsOf(asking, stepsOfCalls(asking.plan, calls, 'call_id'));
}

/** Journeys of callers, over all their calls, bookings and payments, cut to the range. */
function callerPairs(asking: Asking): string {
  const { plan, tenant } = asking;
  const { range } = plan;
  const calls = `(FROM calls WHERE ${callsSql(asking)} AND caller IS NOT NULL)`;
  // No event of a call lies after its latest, or long before its start.
  const recent = `last_event_at >= ${range.from} AND started_at < ${range.to + LONGEST_JOURNEY}`;
  const apart =
    plan.filters.length > 0
      ? []
      : [...OF_PATH, ...sidesOf(plan)].flatMap((step) => {
          const source = apartSql(step, tenant);
          return source === undefined ? [] : [`SELECT person, moment, '${step}' FROM (${source})`];
        });
  const parts = [...stepsOfCalls(plan, calls, 'caller', recent), ...apart];
  return pairsOf(asking, parts, `moment >= ${range.from} AND moment < ${range.to}`);
}

function pairsSql(asking: Asking): string {
  if (asking.plan.unit === 'caller') return callerPairs(asking);
  return sidesOf(asking.plan).length > 0 ? callPairs(asking) : keptPairs(asking);
}

/** Counts how often one step follows directly on another. */
export async function answerPaths(refId: string, plan: PathsPlan, tenant: string, run: RunStatement): Promise<Frame> {
  const parameters = new Parameters();
  const only = plan.steps?.map((step) => parameters.bind(step)).join(', ');
  const pairs = pairsSql({ plan, tenant: parameters.bind(tenant), parameters, only });
  const rows = await run(
    parameters.statement(`
      SELECT source, target, sum(units) AS count FROM (${pairs})
      WHERE target IS NOT NULL ${plan.collapse ? 'AND source <> target' : ''}
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
