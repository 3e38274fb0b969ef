import { STEP_SLOTS, stepColumn } from '../../../storage/tables/columns.js';
import { filterSql } from '../filter-sql.js';
import { anyTime, bucketSql, localTimeSql, NO_SHIFT } from '../local-time.js';
import { Parameters } from '../parameters.js';
import { apartSql, callerLists, callerUnit, callUnit, occurrences } from './caller-sql.js';
import type { FunnelPlan } from './funnel-plan.js';
import { LIST_COLUMNS, PATH_COLUMNS, stepSql, type StepSql, type TenantSteps } from './step-sql.js';
import { walkSql } from './walk-sql.js';

/** SQL of `WITH …` whose last table, `units`, has each unit once, and the values that it binds. */
export interface FunnelSql {
  readonly tables: string;
  readonly parameters: Parameters;
  /** Steps that nobody ever reported. */
  readonly unknown: readonly string[];
}

/** What a row of attempts knows of its call; null where a booking or payment without a call begins it. */
const CALL_FACTS = ['call_id', 'started_at', 'ended_at', 'wait'];

interface Parts {
  readonly plan: FunnelPlan;
  readonly tenant: string;
  readonly parameters: Parameters;
  readonly first: StepSql;
  /** Step 1 is the start of a call. */
  readonly isStart: boolean;
  /** The same, and as each call is a unit of its own, each has but one attempt. */
  readonly isDirect: boolean;
}

function groupsSql({ plan, isStart }: Parts): { names: string; sql: string; local: string } {
  const { range, timezone, now, groups } = plan;
  const local = localTimeSql('started_at', timezone, isStart ? range : anyTime(now));
  const sql = groups.map((group, index) => `, ${group.sql.calls?.(local) ?? 'NULL'} AS g${index}`).join('');
  return { names: groups.map((_, index) => `, g${index}`).join(''), sql, local };
}

const inRange = ({ range, now }: FunnelPlan, time: string): string =>
  `${time} >= ${range.from} AND ${time} < ${range.to} AND ${time} <= ${now}`;

/** SQL of whether the filters choose the call in which an attempt begins. */
function chosenSql({ plan, parameters }: Parts, local: string): string {
  const filters = plan.filters.map((filter) => filterSql(filter, 'calls', local, parameters));
  return filters.length === 0 ? 'true' : filters.join(' AND ');
}

/**
 * SQL of all attempts that begin in calls.
 * @param columns what is needed of the call
 * @param condition chooses calls
 * @param mayRepeat whether step 1 may have happened more than once
 */
function startsSql(parts: Parts, columns: string, condition: string, mayRepeat: boolean): string {
  const { plan, tenant, first, isDirect } = parts;
  const { sql: groups, local } = groupsSql(parts);
  // A caller has one attempt that counts, and is chosen by that one's call.
  const isCall = plan.definition.unit === 'call';
  const chosen = chosenSql(parts, local);
  const known = `${columns}${groups}${isCall ? '' : `, ${chosen} AS chosen`}`;
  const own = `tenant = ${tenant} AND ${condition}${isCall ? ` AND ${chosen}` : ''}`;
  if (isDirect || !mayRepeat)
    return `SELECT ${known}, ${first.first} AS start FROM calls WHERE ${own} AND ${inRange(plan, first.first)}`;
  const listed = `SELECT ${known}, unnest(list_distinct(${occurrences(first)})) AS start FROM calls
    WHERE ${own} AND ${first.first} < ${plan.range.to} AND (calls.repeats OR ${first.first} >= ${plan.range.from})`;
  return `SELECT * FROM (${listed}) WHERE ${inRange(plan, 'start')}`;
}

/** The same for what begins without a call: its dimensions are null, and filters judge it by that. */
function apartStarts(parts: Parts, columns: string): string | undefined {
  const { plan, tenant } = parts;
  const source = apartSql(plan.definition.steps[0]?.step ?? '', tenant);
  if (source === undefined) return undefined;
  const { sql: groups, local } = groupsSql(parts);
  return `SELECT ${columns}, person AS unit, moment AS start${groups}, ${chosenSql(parts, local)} AS chosen
    FROM (${source}) AS own LEFT JOIN calls ON false WHERE ${inRange(plan, 'moment')}`;
}

/** SQL of a table of the attempts that count, one for each unit. */
const best = (name: string): string =>
  `${name} AS (FROM walked QUALIFY row_number() OVER (PARTITION BY unit ORDER BY reached DESC, pending DESC, start, call_id) = 1)`;

/**
 * Calls in which nothing happened twice need but the first times of steps, which are numbers in columns of their own; only
 * the others are read with the texts of all times.
 */
function callTables(
  parts: Parts,
  sqlOf: (step: string) => StepSql,
  { slots, mayRepeat: anyRepeats }: TenantSteps,
): string[] {
  const { plan, isDirect } = parts;
  const { definition } = plan;
  const used = Math.min(slots.size, STEP_SLOTS);
  const columns = Array.from({ length: used }, (_, index) => stepColumn(index + 1));
  const named = [...definition.steps, ...definition.exclusions].flatMap(({ step }) => sqlOf(step).columns);
  const further = definition.order === 'strict' ? [...PATH_COLUMNS, ...columns] : [];
  // Naming what is needed halves the time that the database takes to understand the question.
  const needed = [...new Set([...CALL_FACTS, ...LIST_COLUMNS, ...PATH_COLUMNS.slice(0, 2), ...named, ...further])];
  const selected = needed.map((name) => `calls."${name}"`).join(', ');
  const walk = (mayRepeat: boolean): string[] => {
    const name = (table: string): string => `${mayRepeat ? 'repeated' : 'single'}_${table}`;
    const condition = mayRepeat ? 'calls.repeats' : 'NOT calls.repeats';
    return [
      `${name('attempts')} AS (${startsSql(parts, `${selected}, calls.call_id AS unit`, condition, mayRepeat)})`,
      ...walkSql(definition, callUnit(definition, sqlOf, columns, mayRepeat), plan, name),
    ];
  };
  return [
    ...walk(false),
    ...(anyRepeats ? walk(true) : []),
    `walked AS (FROM single_walked${anyRepeats ? ' UNION ALL FROM repeated_walked' : ''})`,
    isDirect ? 'units AS (FROM walked)' : best('units'),
  ];
}

function callerTables(parts: Parts, sqlOf: (step: string) => StepSql): string[] {
  const { plan, tenant } = parts;
  const { definition } = plan;
  const facts = CALL_FACTS.map((name) => `calls.${name}`).join(', ');
  const ofCalls = `SELECT * FROM (${startsSql(parts, `${facts}, calls.caller AS unit`, 'calls.caller IS NOT NULL', true)})`;
  const apart = apartStarts(parts, facts);
  const names = `${CALL_FACTS.join(', ')}, unit, start, chosen${groupsSql(parts).names}`;
  return [
    `starters AS (SELECT ${names} FROM (${ofCalls})${apart === undefined ? '' : ` UNION ALL SELECT ${names} FROM (${apart})`})`,
    ...callerLists({ definition, sqlOf, tenant }),
    'attempts AS (SELECT starters.*, lists.* EXCLUDE (person) FROM starters JOIN lists ON lists.person = starters.unit)',
    ...walkSql(definition, callerUnit(definition), plan),
    best('counted'),
    'units AS (FROM counted WHERE chosen)',
  ];
}

/**
 * SQL that leads the units of a funnel through its steps. `units` has for each: `start`, `t1 …` (when each step was reached;
 * epoch microseconds), `reached`, `pending`, the groups `g0 …`, the bucket `b`, and of the call in which it began `call_id`,
 * `started_at`, `ended_at`, `wait`.
 * Example: docs/sql-examples/funnel-sql.sql.
 */
export function funnelSql(plan: FunnelPlan, tenant: string, known: TenantSteps): FunnelSql {
  const { slots } = known;
  const parameters = new Parameters();
  const made = new Map<string, StepSql>();
  const sqlOf = (step: string): StepSql => {
    const sql = made.get(step) ?? stepSql(step, slots, parameters);
    made.set(step, sql);
    return sql;
  };
  const { steps, unit } = plan.definition;
  const first = sqlOf(steps[0]?.step ?? '');
  const isStart = first.first === 'calls.started_at';
  const parts: Parts = {
    plan,
    tenant: parameters.bind(tenant),
    parameters,
    first,
    isStart,
    isDirect: unit === 'call' && isStart,
  };
  const tables = unit === 'call' ? callTables(parts, sqlOf, known) : callerTables(parts, sqlOf);
  return {
    tables: `WITH ${tables.join(',\n')}`,
    parameters,
    unknown: steps.flatMap(({ step }) => (sqlOf(step).columns.length > 0 ? [] : [step])),
  };
}

/** SQL of the number of the bucket that a unit lies in. */
export const unitBucket = ({ bucket, timezone, range }: FunnelPlan): string =>
  bucket === undefined ? '0' : bucketSql('start', bucket, timezone, range, NO_SHIFT);
